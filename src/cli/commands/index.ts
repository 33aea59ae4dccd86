import type { Command } from "../command.js";

/** A command before it is loaded. */
export interface CommandRow {
  /** One line, for the list of commands that help shows. */
  readonly summary: string;
  /** Loads the command; null if it is not available yet. */
  readonly load: (() => Promise<Command>) | null;
  /** Whether upstream has no such command: then it takes no flags but its own. */
  readonly ours?: true;
}

/** The commands of `cfssl` by name. */
export const commands: Readonly<Record<string, CommandRow>> = {
  bundle: {
    summary: "Build the chain of certificates from a certificate to a root",
    load: async () => (await import("./bundle.js")).bundle,
  },
  certdb: {
    summary: "Make and keep the tables of the certificate database",
    load: async () => (await import("./certdb.js")).certdb,
    ours: true,
  },
  certinfo: {
    summary: "Show the fields of a certificate or a request",
    load: async () => (await import("./certinfo.js")).certinfo,
  },
  check: {
    summary: "Find what is wrong with the certificates of a folder",
    load: async () => (await import("./check.js")).check,
    ours: true,
  },
  completion: {
    summary: "Print a script that completes command lines in a shell",
    load: async () => (await import("./completion.js")).completion,
    ours: true,
  },
  crl: {
    summary: "Make a certificate revocation list from the certificate database",
    load: async () => (await import("./crl.js")).crl,
  },
  ensure: {
    summary: "Keep certificates and keys as a manifest says",
    load: async () => (await import("./ensure.js")).ensure,
    ours: true,
  },
  explain: {
    summary: "Explain an error about certificates, and find its cause",
    load: async () => (await import("./explain.js")).explain,
    ours: true,
  },
  export: {
    summary: "Write certificates and keys in the forms of other programs",
    load: async () => (await import("./export.js")).exportCommand,
    ours: true,
  },
  gencert: {
    summary: "Make a private key and a certificate for it, or a new CA",
    load: async () => (await import("./gencert.js")).gencert,
  },
  gencrl: {
    summary: "Make a certificate revocation list from serial numbers",
    load: async () => (await import("./gencrl.js")).gencrl,
  },
  gencsr: {
    summary: "Make a certificate request for an existing key",
    load: async () => (await import("./gencsr.js")).gencsr,
  },
  genkey: {
    summary: "Make a private key and a certificate request for it",
    load: async () => (await import("./genkey.js")).genkey,
  },
  info: {
    summary: "Show the certificate and the usages that a signer issues with",
    load: async () => (await import("./info.js")).info,
  },
  list: {
    summary: "List the certificates of the database",
    load: async () => (await import("./list.js")).list,
    ours: true,
  },
  ocspdump: {
    summary: "Print the OCSP responses of the certificate database",
    load: async () => (await import("./ocspdump.js")).ocspdump,
  },
  ocsprefresh: {
    summary: "Renew the OCSP responses of the certificate database",
    load: async () => (await import("./ocsprefresh.js")).ocsprefresh,
  },
  ocspserve: {
    summary: "Serve OCSP responses",
    load: async () => (await import("./ocspserve.js")).ocspserve,
  },
  ocspsign: {
    summary: "Sign an OCSP response",
    load: async () => (await import("./ocspsign.js")).ocspsign,
  },
  "print-defaults": {
    summary: "Print a configuration or a request to edit",
    load: async () => (await import("./print-defaults.js")).printDefaults,
  },
  renew: {
    summary: "Issue certificates again, with the keys that they have",
    load: async () => (await import("./renew.js")).renew,
    ours: true,
  },
  revoke: {
    summary: "Mark a certificate of the database as revoked",
    load: async () => (await import("./revoke.js")).revoke,
  },
  scan: { summary: "Examine the TLS settings of servers", load: null },
  selfsign: {
    summary: "Make a private key and a self-signed certificate",
    load: async () => (await import("./selfsign.js")).selfsign,
  },
  serve: { summary: "Serve the HTTP API", load: async () => (await import("./serve.js")).serve },
  show: {
    summary: "Show a certificate of the database",
    load: async () => (await import("./show.js")).show,
    ours: true,
  },
  sign: {
    summary: "Sign a certificate for an existing request",
    load: async () => (await import("./sign.js")).sign,
  },
  version: { summary: "Print the version", load: async () => (await import("./version.js")).version },
};
