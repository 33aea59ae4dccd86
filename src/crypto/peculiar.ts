/** A certificate or a request as @peculiar/x509 has it, for callers who work with that library. */
export async function toX509Certificate(der: Uint8Array) {
  const { X509Certificate } = await loadX509();
  return new X509Certificate(Uint8Array.from(der));
}

export async function toX509Request(der: Uint8Array) {
  const { Pkcs10CertificateRequest } = await loadX509();
  return new Pkcs10CertificateRequest(Uint8Array.from(der));
}

async function loadX509() {
  // The library's own demand: it finds its parts by decorators.
  await import("reflect-metadata");
  return import("@peculiar/x509");
}
