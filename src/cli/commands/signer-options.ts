import type { SigningPolicy } from "../../cfssl/config/policy.js";
import { UnavailableError } from "../../cfssl/errors.js";
import type { SignerOptions } from "../../cfssl/signer/open.js";
import type { Flags } from "../flags.js";

/** The flags that say who signs, which sign and gencert share; signerOptions reads them. */
export const signerFlags: readonly string[] = [
  "ca",
  "ca-key",
  "config",
  "profile",
  "remote",
  "label",
  "tls-remote-ca",
  "mutual-tls-client-cert",
  "mutual-tls-client-key",
];

/**
 * Who signs, by a command line and the policy of its -config.
 *
 * @throws GoError for -db-config: a certificate that its database does not know could not be revoked there
 */
export function signerOptions(flags: Flags, policy: SigningPolicy | null): SignerOptions {
  if (flags.text("db-config") !== "") {
    throw new UnavailableError("storing certificates in a database", "leave -db-config out");
  }
  return {
    ca: flags.text("ca"),
    caKey: flags.text("ca-key"),
    remote: flags.text("remote"),
    remoteCas: flags.text("tls-remote-ca"),
    clientCertificate: flags.text("mutual-tls-client-cert"),
    clientKey: flags.text("mutual-tls-client-key"),
    policy,
  };
}
