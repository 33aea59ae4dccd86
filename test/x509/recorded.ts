import { readFileSync } from "node:fs";
import { decodePem } from "../../src/go/pem.js";
import { v120 } from "../../src/release/v1-2-0.js";
import { v165 } from "../../src/release/v1-6-5.js";
import { parsePrivateKeyDer } from "../../src/x509/keys/private-key.js";
import type { PrivateKey } from "../../src/x509/model/key.js";

/** The rules of the releases, by the names in the recorded files. */
export const rulesOf = { "1.6.5": v165.issuing, "1.2.0": v120.issuing } as const;
export const releaseNames = ["1.6.5", "1.2.0"] as const;

/** The rows of fixtures/x509/NAME.json, recorded by scripts/record-x509.mjs. */
export function recorded<T>(name: string): readonly T[] {
  return JSON.parse(readFileSync(`fixtures/x509/${name}.json`, "utf8"));
}

export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** The contents of the first PEM block of a file in fixtures/pem. */
export function pemFixture(name: string): Uint8Array {
  const found = decodePem(readFileSync(`fixtures/pem/${name}`));
  if (!found) throw new Error(`${name} holds no PEM`);
  return found.block.bytes;
}

export function keyFixture(name: string): Promise<PrivateKey> {
  return parsePrivateKeyDer(pemFixture(`${name}-key.pem`), rulesOf["1.6.5"]);
}
