import { readFileSync } from "node:fs";

/** Where the systems keep the CAs that they trust, as Go looks for them. */
const files = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * The CAs that the system trusts, in PEM: SSL_CERT_FILE or the first file there is; null without any. On Windows these
 * paths are nothing of the system's, and any user could put a file there.
 */
export function systemCas(): readonly string[] | null {
  if (process.platform === "win32") return null;
  const named = process.env["SSL_CERT_FILE"];
  for (const path of named ? [named] : files) {
    try {
      return [readFileSync(path, "latin1")];
    } catch {
      // The next one, then.
    }
  }
  return null;
}
