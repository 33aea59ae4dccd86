import { countThreads } from "./runtime.js";

/** Who waits for keys of one size, the longest first, and how many searches run for them. */
interface Race {
  readonly waiting: { resolve(pkcs8: Uint8Array): void; reject(cause: unknown): void }[];
  searches: number;
}

const races = new Map<number, Race>();

/**
 * Generates an RSA key as DER of PKCS #8. The search for primes takes a random time, and any new key is as good as
 * another. So whoever waits longest gets the key that is found first, of at least two searches at once: the faster of
 * two takes five eighths of the mean. Many keys are searched for on all threads. The thread of a search that nobody
 * waits for any more goes on, and would delay the end of a process that does not exit by itself (main/multi-call).
 * Bun's WebCrypto would block the main thread.
 */
export function raceRsaKeys(bits: number): Promise<Uint8Array> {
  const race = races.get(bits) ?? { waiting: [], searches: 0 };
  races.set(bits, race);
  return new Promise((resolve, reject) => {
    race.waiting.push({ resolve, reject });
    search(bits, race);
  });
}

/** Starts searches until there are enough for those who wait. */
function search(bits: number, race: Race): void {
  const wanted = race.waiting.length === 0 ? 0 : Math.max(2, Math.min(race.waiting.length, countThreads()));
  while (race.searches < wanted) {
    race.searches++;
    generate(bits)
      .finally(() => race.searches--)
      .then(
        (pkcs8) => race.waiting.shift()?.resolve(pkcs8),
        (cause: unknown) => race.waiting.shift()?.reject(cause),
      )
      .finally(() => search(bits, race));
  }
}

async function generate(bits: number): Promise<Uint8Array> {
  const { generateKeyPair } = await import("node:crypto");
  const options = {
    modulusLength: bits,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "der" },
  } as const;
  return new Promise((resolve, reject) => {
    generateKeyPair("rsa", options, (error, _, pkcs8) => (error ? reject(error) : resolve(new Uint8Array(pkcs8))));
  });
}
