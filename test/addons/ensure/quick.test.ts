import type { Workshop } from "../../../src/addons/ensure/plan/context.js";
import { planPki } from "../../../src/addons/ensure/plan/plan.js";
import { isOfKind, readAsWanted } from "../../../src/addons/ensure/plan/quick.js";
import { wantedOf } from "../../../src/addons/ensure/plan/wanted.js";
import { createMemoryStore } from "../../../src/addons/ensure/store/store.js";
import { decodePem, encodePem } from "../../../src/go/pem.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";
import { genkey } from "../../../src/index.js";
import { v165 } from "../../../src/release/v1-6-5.js";
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
