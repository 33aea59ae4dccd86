/** What cfssl-certinfo is and how it is called; its flags are those of `cfssl certinfo`. */
export const certinfoCommand = {
  name: "cfssl-certinfo",
  summary: "Show what a certificate says, as JSON",
  usage: ["cfssl-certinfo -cert FILE", "cfssl-certinfo -domain HOST[:PORT]"],
  description: [
    "FILE is a certificate in PEM; - is standard input. With -domain the server's own certificate is shown, trusted or",
    "not. The exit code is 0 whatever comes of it, as it has always been: look at the output.",
  ],
  examples: [
    ["cfssl-certinfo -cert server.pem", "show a certificate"],
    ["cfssl-certinfo -cert server.pem | grep not_after", "show until when it is valid"],
  ],
} as const;
