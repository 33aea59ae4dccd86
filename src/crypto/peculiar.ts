import { UnavailableError } from "./unavailable.js";

/**
 * Converts certificates and requests for callers who use @peculiar/x509.
 *
 * @throws UnavailableError where it is not installed
 */
export async function toX509Certificate(der: Uint8Array) {
  const { X509Certificate } = await loadX509();
  return new X509Certificate(Uint8Array.from(der));
}

export async function toX509Request(der: Uint8Array) {
  const { Pkcs10CertificateRequest } = await loadX509();
  return new Pkcs10CertificateRequest(Uint8Array.from(der));
}

async function loadX509() {
  try {
    // @peculiar/x509 needs such a polyfill for its decorators, and callers may have another one.
    if (!("getMetadata" in Reflect)) await import("reflect-metadata");
    return await import("@peculiar/x509");
  } catch (cause) {
    // What Node's two loaders and Bun's say; Deno says it as they do.
    if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(Object(cause).code)) throw cause;
    const install = "npm install @peculiar/x509 reflect-metadata";
    throw new UnavailableError("@peculiar/x509", `install it, for cfssl-ts brings no packages: ${install}`, "here");
  }
}
