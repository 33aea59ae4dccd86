import type { Workshop } from "../../../src/addons/ensure/plan/context.js";
import { planPki } from "../../../src/addons/ensure/plan/plan.js";
import { isKeyStated, isOfKind, readAsWanted } from "../../../src/addons/ensure/plan/quick.js";
import { wantedOf } from "../../../src/addons/ensure/plan/wanted.js";
import { createMemoryStore } from "../../../src/addons/ensure/store/store.js";
import { parsePemKey } from "../../../src/cfssl/input/key.js";
import { concat } from "../../../src/go/bytes.js";
import { decodePem, encodePem } from "../../../src/go/pem.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";
import { genkey } from "../../../src/index.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { readSec1PublicKey } from "../../../src/x509/keys/ec-key.js";
import { parseCertificate } from "../../../src/x509/parse/index.js";
import { read, run, sourcesOf, start } from "./run.js";

const kinds = [
  { algo: "rsa", size: 2048 },
  { algo: "ecdsa", size: 256 },
  { algo: "ecdsa", size: 384 },
  { algo: "ecdsa", size: 521 },
  { algo: "ed25519" },
];

const manifestFor = (caKey: object, key: object) => ({
  cas: { ca: { request: { CN: "CA", key: caKey, ca: { expiry: "87600h" } } } },
  certificates: {
    web: {
      ca: "ca",
      request: {
        CN: "web",
        names: [{ O: "Example", C: "NO" }],
        key,
        hosts: ["web.example", "10.0.0.1", "a@b.example"],
      },
    },
  },
});

async function prepare(manifest: object) {
  const store = createMemoryStore();
  await run(manifest, store);
  const wanted = await read(manifest);
  const workshop = {
    ...{ manifest: wanted, store, sources: sourcesOf({}) },
    context: { now: () => start, rules: v165.issuing },
    options: { only: [], newKeys: false, throwIfAborted: () => {} },
  } as unknown as Workshop;
  const { authorities } = await planPki(workshop);
  const [row] = wanted.certificates;
  const authority = authorities.get("ca");
  if (!row || !authority) throw new Error("the manifest has no rows");
  const der = decodePem(store.files.get("web.pem") ?? new Uint8Array())?.block.bytes ?? new Uint8Array();
  const quick = (bytes: Uint8Array) => {
    const text = encodeUtf8(encodePem("CERTIFICATE", bytes));
    return readAsWanted(row, text, wantedOf(row, workshop), authority, workshop);
  };
  return { der, quick };
}

test.each(kinds.flatMap((caKey) => kinds.map((key) => [caKey, key] as const)))(
  "a certificate by %j for a key of %j is known without reading it",
  async (caKey, key) => {
    const { der, quick } = await prepare(manifestFor(caKey, key));
    const { rawSpki, notBefore, notAfter } = parseCertificate(der, v165.issuing.parser);
    expect(await quick(der)).toEqual({ spki: rawSpki, notBefore, notAfter });
  },
);

test("any changed byte but in the serial number, the times and the signature is noticed", async () => {
  const { der, quick } = await prepare(manifestFor({}, {}));
  const { rawTbs, signature } = parseCertificate(der, v165.issuing.parser);
  const end = der.length - signature.length;
  expect(rawTbs.length).toBeLessThan(end);
  const unnoticed: number[] = [];
  for (let at = 4; at < 4 + rawTbs.length; at++) {
    const changed = new Uint8Array(der);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const found = await quick(changed).catch(() => null);
    // The public key is compared with that of the key's file.
    if (found && Buffer.from(found.spki).equals(parseCertificate(der, v165.issuing.parser).rawSpki)) unnoticed.push(at);
  }
  // 20 bytes of the serial number, 13 bytes each of two times.
  expect(unnoticed.length).toBeLessThanOrEqual(20 + 26);
  expect(unnoticed.length).toBeGreaterThan(10);
});

test.each<[what: string, change: object]>([
  [
    "a configuration with a whitelist of a request's parts",
    { CSRWhitelist: { Subject: true, PublicKey: true, PublicKeyAlgorithm: true } },
  ],
  ["a CA's own subject", {}],
])("%s leaves the decision to the plain path", async (what, change) => {
  const config = { signing: { default: { expiry: "8760h", usages: ["server auth"], ...change } } };
  const base = manifestFor({}, {});
  const web = { ...base.certificates.web, ...(what.includes("subject") ? { request: { CN: "CA" } } : {}) };
  const { der, quick } = await prepare({ ...base, config, certificates: { web } });
  expect(await quick(der)).toBeNull();
});

test.each(kinds)("a key of %j is of its own kind alone", async (kind) => {
  const { csr } = await genkey({ CN: "x", key: kind as never });
  const { parseCertificateRequest } = await import("../../../src/x509/parse/index.js");
  const der = decodePem(encodeUtf8(csr))?.block.bytes ?? new Uint8Array();
  const { rawSpki } = parseCertificateRequest(der, v165.issuing.parser);
  const asked = kinds.filter(({ algo, size = 256 }) => isOfKind(rawSpki, { algorithm: algo, size: BigInt(size) }));
  expect(asked).toEqual([kind]);
});

/** Any other text is read by the plain path. */
test.each<[what: string, change: (pem: string) => string, isStated: boolean]>([
  ["as it is written", (pem) => pem, true],
  ["with text before it", (pem) => `text\n${pem}`, true],
  ["with another block", (pem) => pem + pem, false],
  ["with headers", (pem) => pem.replace("\n", "\nA: b\n\n"), false],
  ["under another label", (pem) => pem.replaceAll("EC PRIVATE", "X PRIVATE"), false],
  ["cut short", (pem) => pem.slice(0, 100), false],
  ["that is no key", () => encodePem("EC PRIVATE KEY", Uint8Array.of(0x30, 0)), false],
])("a key is known by what it states: %s", async (_, change, isStated) => {
  const { key } = await genkey({ CN: "x" });
  const { spki } = await parsePemKey(encodeUtf8(key), null, v165.issuing);
  expect(await isKeyStated(encodeUtf8(change(key)), spki, v165.issuing)).toBe(isStated);
  const other = await parsePemKey(encodeUtf8((await genkey({ CN: "x" })).key), null, v165.issuing);
  expect(await isKeyStated(encodeUtf8(change(key)), other.spki, v165.issuing)).toBe(false);
});

test.each([256, 384, 521])("the fast reading of a stated key of P-%d agrees with the plain one", async (size) => {
  const { key } = await genkey({ CN: "x", key: { algo: "ecdsa", size } });
  const der = decodePem(encodeUtf8(key))?.block.bytes ?? new Uint8Array();
  const { spki } = await parsePemKey(encodeUtf8(key), null, v165.issuing);
  expect(readSec1PublicKey(der, new Uint8Array())).toEqual(spki);
  // Go ignores trailing data.
  const longer = concat([der, Uint8Array.of(5, 0)]);
  expect(readSec1PublicKey(longer, new Uint8Array())).toEqual(spki);
});
