import type { SigningPolicy } from "../../cfssl/config/policy.js";
import type { SignerOptions } from "../../cfssl/signer/open.js";
import type { Flags } from "../flags.js";
import type { HelpRow } from "../help/page.js";

/** The password of the CA's key, as help explains it. */
export const caPasswordRow: HelpRow = ["CFSSL_CA_PK_PASSWORD", "password of the CA's private key, if it is encrypted"];

/** The environment variables that signing uses. */
export const signerEnvironment: readonly HelpRow[] = [
  caPasswordRow,
  ["HTTP_PROXY, HTTPS_PROXY, NO_PROXY", "proxies on the way to remote servers and to certificate transparency logs"],
  ["SSL_CERT_FILE", "CAs to trust instead of the system's"],
];

/** The flags that choose the signer, which sign and gencert share. signerOptions reads them. */
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

/** The signer that a command line and the policy of its -config choose. */
export function signerOptions(flags: Flags, policy: SigningPolicy | null): SignerOptions {
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
