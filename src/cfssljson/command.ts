import type { HelpPage } from "../cli/help.js";

/** What cfssljson is and how it is called, with the flags of the newest release. */
export const cfssljsonCommand: HelpPage = {
  name: "cfssljson",
  summary: "Save the certificates, keys and requests in an answer of cfssl, each to a file of its own",
  usage: ["cfssljson [-bare] [-f FILE] [-stdout] [NAME]"],
  description: [
    "NAME starts the name of every file (default: cert). It may lead into a directory, which must exist.",
    "",
    "NAME.pem           certificate               NAME-bundle.pem    certificate bundle",
    "NAME-key.pem       private key (0600)        NAME-root.pem      root of the bundle",
    "NAME-key.enc       encrypted key (0600)      NAME-response.der  OCSP response",
    "NAME.csr           certificate request",
    "",
    "A file that exists is overwritten and keeps its permissions. Bad input writes no file at all.",
  ],
  flags: [
    {
      name: "bare",
      kind: "bool",
      default: false,
      description: "take what a cfssl command prints; otherwise an answer of the HTTP API is expected",
    },
    {
      name: "f",
      kind: "string",
      default: "-",
      placeholder: "FILE",
      description: "where the JSON is; - is standard input",
    },
    { name: "stdout", kind: "bool", default: false, description: "print the contents and write no files" },
    { name: "version", kind: "bool", default: false, description: "print the version and exit" },
  ],
  examples: [
    ["cfssl gencert -initca ca-csr.json | cfssljson -bare ca", "make a CA: ca.pem, ca-key.pem and ca.csr"],
    ["cfssl genkey csr.json | cfssljson -bare -stdout", "look at a new key and its request"],
    ["cfssljson -f answer.json web", "save an answer of the HTTP API: web.pem and what else is in it"],
  ],
};
