import { readFileSync } from "node:fs";

/** The files in which Go looks for the CAs that a system trusts. */
const files = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * The CAs that the system trusts, in PEM: from the file in SSL_CERT_FILE, or else from the first that can be read; null
 * if there is none. On Windows these paths do not belong to the system, and any user could put a file there.
 */
export function systemCas(): readonly string[] | null {
  if (process.platform === "win32") return null;
  const named = process.env["SSL_CERT_FILE"];
  for (const path of named ? [named] : files) {
    try {
      return [readFileSync(path, "latin1")];
    } catch {
      // Try the next one.
    }
  }
  return null;
}
