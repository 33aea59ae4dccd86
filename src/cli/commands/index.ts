import type { Release } from "../../release/release.js";
import type { Command } from "../command.js";

/** The commands of `cfssl` by name, each loaded when it is called; null for those that are still to come. */
export const commands: Readonly<Record<string, (() => Promise<Command<Release>>) | null>> = {
  bundle: null,
  certinfo: async () => (await import("./certinfo.js")).certinfo,
  crl: null,
  gencert: async () => (await import("./gencert.js")).gencert,
  gencrl: async () => (await import("./gencrl.js")).gencrl,
  gencsr: async () => (await import("./gencsr.js")).gencsr,
  genkey: async () => (await import("./genkey.js")).genkey,
  info: null,
  ocspdump: null,
  ocsprefresh: null,
  ocspserve: null,
  ocspsign: null,
  "print-defaults": async () => (await import("./print-defaults.js")).printDefaults,
  revoke: null,
  scan: null,
  selfsign: async () => (await import("./selfsign.js")).selfsign,
  serve: null,
  sign: async () => (await import("./sign.js")).sign,
  version: async () => (await import("./version.js")).version,
};

/** One line a command, for the list of them that help shows; kept here so that help loads no command. */
export const summaries: Readonly<Record<string, string>> = {
  bundle: "Build the chain of a certificate",
  certinfo: "Show what a certificate or a request says",
  crl: "Make a revocation list from the certificate database",
  gencert: "Make a private key and a certificate for it, or a new CA",
  gencrl: "Make a certificate revocation list",
  gencsr: "Make a certificate request for a key that is there already",
  genkey: "Make a private key and a certificate request for it",
  info: "Show what a signer issues with",
  ocspdump: "Print the OCSP responses of the certificate database",
  ocsprefresh: "Renew the OCSP responses of the certificate database",
  ocspserve: "Serve OCSP responses",
  ocspsign: "Sign an OCSP response",
  "print-defaults": "Print a configuration or a request to start from",
  revoke: "Mark a certificate of the database as revoked",
  scan: "Look at the TLS settings of servers",
  selfsign: "Make a private key and a certificate that it signs itself",
  serve: "Serve the HTTP API",
  sign: "Issue a certificate for a request made elsewhere",
  version: "Print the version",
};
