import type { FlagSpec, FlagValue, ParsedFlags } from "../go/flag.js";
import type { FlagHelp } from "./help.js";

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

/** Every flag of `cfssl`. As upstream, each command takes all of them; its help shows those that it heeds. */
export function allFlags(): FlagHelp[] {
  return [
    text("hostname", "HOSTS", "hosts of the certificate, separated by commas, replacing the request's"),
    text("cert", "FILE", "certificate to look at or start from"),
    text("csr", "FILE", "certificate request (PKCS #10, PEM)"),
    text("ca", "FILE", "CA certificate: a path, file:PATH or env:VARIABLE"),
    text("ca-key", "FILE", "CA private key: a path, file:PATH or env:VARIABLE; CFSSL_CA_PK_PASSWORD opens it"),
    text("tls-cert", "FILE", "server certificate"),
    text("tls-key", "FILE", "private key of the server certificate"),
    text("mutual-tls-ca", "FILE", "CA of the clients to accept"),
    text("mutual-tls-cn", "REGEXP", "client names to accept"),
    text("tls-remote-ca", "FILE", "CAs trusted for the remote server"),
    text("mutual-tls-client-cert", "FILE", "client certificate shown to the remote server"),
    text("mutual-tls-client-key", "FILE", "private key of the client certificate"),
    text("key", "FILE", "private key: a path, file:PATH or env:VARIABLE"),
    text("intermediates", "FILE", "intermediate certificates"),
    text("ca-bundle", "FILE", "trusted root certificates"),
    text("int-bundle", "FILE", "known intermediate certificates"),
    text("address", "ADDRESS", "address to listen on", "127.0.0.1"),
    count("port", "PORT", "port to listen on", 8888n),
    text("config", "FILE", "signing configuration (ca-config.json)"),
    text("profile", "NAME", "signing profile; an unknown name means the default profile"),
    truth("initca", "make a new CA"),
    truth("renewca", "renew a CA certificate with its key"),
    text("int-dir", "DIRECTORY", "where intermediate certificates are kept"),
    text("flavor", "FLAVOR", "how to choose a chain: optimal, ubiquitous or force", "ubiquitous"),
    text("metadata", "FILE", "facts about trust stores"),
    text("domain", "HOST[:PORT]", "server to take the certificate from (port 443)"),
    text("ip", "ADDRESS", "address of the server"),
    text("remote", "SERVER", "cfssl servers, separated by commas, tried in this order"),
    text("label", "LABEL", "label of the key on the remote server"),
    text("authkey", "KEY", "key that signs requests to the remote server"),
    text("responder", "FILE", "certificate that signs OCSP responses"),
    text("responder-key", "FILE", "private key of the responder certificate"),
    text("status", "STATUS", "good, revoked or unknown", "good"),
    text("reason", "REASON", "reason of a revocation, by number or name", "0"),
    text("revoked-at", "DATE", "day of a revocation (YYYY-MM-DD)", "now"),
    duration("interval", "how long until the next update", 96n * hour),
    truth("list", "list what there is"),
    text("family", "REGEXP", "scanner families to run"),
    text("scanner", "REGEXP", "scanners to run"),
    duration("timeout", "how long to wait", 5n * minute),
    text("csv", "FILE", "hosts to scan"),
    count("num-workers", "NUMBER", "how many to scan at once", 10n),
    count("max-hosts", "NUMBER", "how many to scan at most", 100n),
    text("responses", "FILE", "OCSP responses to serve"),
    text("path", "PATH", "path to serve under", "/"),
    text("crl", "URL", "CRL URL of the certificate, replacing the profile's"),
    text("password", "PASSWORD", "password", "0"),
    text("usage", "USAGE", "usage of a private key"),
    text("pgp-private", "FILE", "PGP private key"),
    text("pgp-name", "NAME", "name of the PGP key"),
    text("serial", "NUMBER", "serial number of a stored certificate"),
    text("cn", "NAME", "common name of the certificate, replacing the request's"),
    text("aki", "ID", "authority key identifier of a stored certificate"),
    text("db-config", "FILE", "certificate database configuration"),
    count("loglevel", "LEVEL", "lowest level to print: 0 debug, 1 info, 2 warning, 3 error, 4 critical, 5 fatal", 1n),
    text("min-tls-version", "VERSION", "lowest TLS version to accept"),
    text("disable", "ENDPOINTS", "endpoints to leave out, separated by commas"),
    duration("expiry", "how long a list is valid", 168n * hour),
  ];
}

/** The flags that a release of `cfssl` knows: all but `missing`. */
export function flagsWithout(missing: readonly string[]): readonly FlagSpec[] {
  return missing.length === 0 ? allFlags() : allFlags().filter(({ name }) => !missing.includes(name));
}

/** The flags of these names. */
export function flagsNamed(names: readonly string[]): readonly FlagHelp[] {
  const named: FlagHelp[] = [];
  for (const flag of allFlags()) if (names.includes(flag.name)) named.push(flag);
  return named;
}

/** The flags of a command line, by type. */
export interface Flags {
  text(name: string): string;
  truth(name: string): boolean;
  count(name: string): bigint;
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
  };
}
