import type { FlagSpec, FlagValue, ParsedFlags } from "../go/flag.js";
import type { FlagHelp } from "./help/page.js";

const minute = 60_000_000_000n;
const hour = 60n * minute;

function text(name: string, placeholder: string, description: string, value = ""): FlagHelp {
  return { name, kind: "string", default: value, placeholder, description };
}

function truth(name: string, description: string): FlagHelp {
  return { name, kind: "bool", default: false, description };
}

function count(name: string, placeholder: string, description: string, value: bigint): FlagHelp {
  return { name, kind: "int", default: value, placeholder, description };
}

function duration(name: string, description: string, value: bigint): FlagHelp {
  return { name, kind: "duration", default: value, placeholder: "DURATION", description };
}

/** Every flag of `cfssl`. As in upstream, each command accepts all of them; its help shows those that it uses. */
export function allFlags(): FlagHelp[] {
  return [
    text("hostname", "HOSTS", "hosts of the certificate, separated by commas; they replace the request's"),
    text("cert", "FILE", "certificate to show or to start from"),
    text("csr", "FILE", "certificate request (PKCS #10, PEM)"),
    text("ca", "FILE", "certificate of the CA: a path, file:PATH or env:VARIABLE"),
    text("ca-key", "FILE", "private key of the CA: a path, file:PATH or env:VARIABLE"),
    text("tls-cert", "FILE", "certificate of the server"),
    text("tls-key", "FILE", "private key of the server"),
    text("mutual-tls-ca", "FILE", "CA that clients' certificates must come from"),
    text("mutual-tls-cn", "REGEXP", "common names of the clients to accept"),
    text("tls-remote-ca", "FILE", "CAs that the remote server's certificate may come from"),
    text("mutual-tls-client-cert", "FILE", "client certificate to show to the remote server"),
    text("mutual-tls-client-key", "FILE", "private key of the client certificate"),
    text("key", "FILE", "private key: a path, file:PATH or env:VARIABLE"),
    text("intermediates", "FILE", "intermediate certificates"),
    text("ca-bundle", "FILE", "trusted root certificates"),
    text("int-bundle", "FILE", "known intermediate certificates"),
    text("address", "ADDRESS", "address to listen on", "127.0.0.1"),
    count("port", "PORT", "port to listen on", 8888n),
    text("config", "FILE", "signing configuration (JSON)"),
    text("profile", "NAME", "signing profile; an unknown name means the default profile"),
    truth("initca", "make a new CA"),
    truth("renewca", "renew the certificate of a CA with its key"),
    text("int-dir", "DIRECTORY", "where intermediate certificates are kept"),
    text("flavor", "FLAVOR", "how to choose a chain: optimal, ubiquitous or force", "ubiquitous"),
    text("metadata", "FILE", "facts about trust stores"),
    text("domain", "HOST[:PORT]", "server to take the certificate from; the usual port is 443"),
    text("ip", "ADDRESS", "address of the server"),
    text("remote", "SERVERS", "servers that run cfssl, separated by commas; the first that answers signs"),
    text("label", "LABEL", "name of the key on the remote server"),
    text("authkey", "KEY", "key that authenticates requests to the remote server"),
    text("responder", "FILE", "certificate that signs OCSP responses"),
    text("responder-key", "FILE", "private key of the responder's certificate"),
    text("status", "STATUS", "good, revoked or unknown", "good"),
    text("reason", "REASON", "reason of the revocation, by number or name", "0"),
    text("revoked-at", "DATE", "day of the revocation (YYYY-MM-DD)", "now"),
    duration("interval", "time until the next update", 96n * hour),
    truth("list", "list the scanners and stop"),
    text("family", "REGEXP", "families of scanners to run"),
    text("scanner", "REGEXP", "scanners to run"),
    duration("timeout", "how long to wait for a server", 5n * minute),
    text("csv", "FILE", "hosts to scan"),
    count("num-workers", "NUMBER", "how many hosts to scan at once", 10n),
    count("max-hosts", "NUMBER", "how many hosts to scan at most", 100n),
    text("responses", "FILE", "OCSP responses to serve"),
    text("path", "PATH", "path to serve under", "/"),
    text("crl", "URL", "CRL URL of the certificate; it replaces the profile's"),
    text("password", "PASSWORD", "password", "0"),
    text("usage", "USAGE", "what the private key is for"),
    text("pgp-private", "FILE", "PGP private key"),
    text("pgp-name", "NAME", "name of the PGP key"),
    text("serial", "NUMBER", "serial number of a certificate in the database, in decimal"),
    text("cn", "NAME", "common name of the certificate; it replaces the request's"),
    text("aki", "ID", "its authority key identifier, in hexadecimal"),
    text("db-config", "FILE", "configuration of the certificate database (JSON)"),
    count(
      "loglevel",
      "LEVEL",
      "lowest level of the log lines to print: 0\u00a0debug, 1\u00a0info, 2\u00a0warning, 3\u00a0error, " +
        "4\u00a0critical, 5\u00a0fatal",
      1n,
    ),
    text("min-tls-version", "VERSION", "lowest TLS version to accept"),
    text("disable", "ENDPOINTS", "endpoints to leave out, separated by commas"),
    duration("expiry", "how long a list is valid", 168n * hour),
  ];
}

/** The flags of a release of `cfssl`: all but `missing`. */
export function flagsWithout(missing: readonly string[]): readonly FlagSpec[] {
  return missing.length === 0 ? allFlags() : allFlags().filter(({ name }) => !missing.includes(name));
}

/** The flags of these names, in their order. `texts` replaces descriptions. */
export function flagsNamed(
  names: readonly string[],
  texts: Readonly<Record<string, string>> = {},
): readonly FlagHelp[] {
  const all = allFlags();
  const named: FlagHelp[] = [];
  for (const name of names) {
    const description = texts[name];
    for (const flag of all) if (flag.name === name) named.push(description ? { ...flag, description } : flag);
  }
  return named;
}

/** The flags of a command line, by type. */
export interface Flags {
  text(name: string): string;
  truth(name: string): boolean;
  count(name: string): bigint;
  /** In nanoseconds. */
  duration(name: string): bigint;
  /** The values of a flag that may be repeated, in their order. */
  list(name: string): readonly string[];
}

/** Typed access to parsed flags; an unknown name or a wrong type is a bug in the caller. */
export function typedFlags({ values }: ParsedFlags): Flags {
  const value = <T extends FlagValue>(name: string, type: string): T => {
    const found = values.get(name);
    if (typeof found === type) return found as T;
    throw new TypeError(`-${name} is no ${type} flag`);
  };
  return {
    text: (name) => (values.has(name) ? value<string>(name, "string") : ""),
    truth: (name) => value<boolean>(name, "boolean"),
    count: (name) => value<bigint>(name, "bigint"),
    duration: (name) => value<bigint>(name, "bigint"),
    list: (name) => value<readonly string[]>(name, "object"),
  };
}
