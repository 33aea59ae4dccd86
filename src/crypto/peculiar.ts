/** Converts certificates and requests for callers who use @peculiar/x509. */
export async function toX509Certificate(der: Uint8Array) {
  const { X509Certificate } = await loadX509();
  return new X509Certificate(Uint8Array.from(der));
}

export async function toX509Request(der: Uint8Array) {
  const { Pkcs10CertificateRequest } = await loadX509();
  return new Pkcs10CertificateRequest(Uint8Array.from(der));
}

async function loadX509() {
  // @peculiar/x509 needs this polyfill for its decorators.
  await import("reflect-metadata");
  return import("@peculiar/x509");
}
