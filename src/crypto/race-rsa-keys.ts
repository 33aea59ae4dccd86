/**
 * Generates two RSA keys at once and returns the first as DER of PKCS #8. The search for primes takes a random time:
 * the faster of two searches takes five eighths of the mean. The thread of the slower one goes on, and would delay the
 * end of a process that does not exit by itself (main/multi-call). Bun's WebCrypto would block the main thread.
 */
export async function raceRsaKeys(bits: number): Promise<Uint8Array> {
  const { generateKeyPair } = await import("node:crypto");
  const options = {
    modulusLength: bits,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "der" },
  } as const;
  const generate = () =>
    new Promise<Uint8Array>((resolve, reject) => {
      generateKeyPair("rsa", options, (error, _, pkcs8) => (error ? reject(error) : resolve(new Uint8Array(pkcs8))));
    });
  return Promise.race([generate(), generate()]);
}
