import { readdirSync, readFileSync } from "node:fs";

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
 * The CAs that the system trusts, in PEM: from the file in SSL_CERT_FILE, or else from the first that can be read, and
 * from all files of the folders in SSL_CERT_DIR; null if there are none. On Windows these paths do not belong to the
 * system, and any user could put a file there.
 */
export function systemCas(): readonly string[] | null {
  if (process.platform === "win32") return null;
  const texts: string[] = [];
  const named = process.env["SSL_CERT_FILE"];
  for (const path of named ? [named] : files) {
    const text = tryRead(path);
    if (text === null) continue;
    texts.push(text);
    break;
  }
  for (const folder of (process.env["SSL_CERT_DIR"] ?? "").split(":").filter(Boolean)) {
    for (const name of tryList(folder)) {
      const text = tryRead(`${folder}/${name}`);
      if (text !== null) texts.push(text);
    }
  }
  return texts.length === 0 ? null : texts;
}

function tryRead(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

function tryList(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
