import { createMemoryStore, type MemoryStore } from "../../../src/addons/ensure/store/store.js";
import { decodeUtf8, encodeUtf8 } from "../../../src/go/utf8.js";
import { certinfo, createMemoryStore as createStore, describeCertificate, ensure } from "../../../src/index.js";
import { hour, run, start } from "./run.js";

const config = {
  signing: {
    default: { expiry: "8760h", usages: ["signing", "server auth"] },
    profiles: {
      authority: { expiry: "43800h", usages: ["cert sign"], ca_constraint: { is_ca: true } },
      logged: { expiry: "1h", usages: ["server auth"], ct_log_servers: ["https://log.example"] },
    },
  },
};
const pkiOf = (key: object) => ({
  config,
  cas: {
    root: { request: { CN: "Root", key, ca: { expiry: "87600h" } } },
    low: { ca: "root", profile: "authority", request: { CN: "Low", key } },
  },
  certificates: {
    web: { ca: "low", request: { CN: "web", key, hosts: ["web.example"] } },
    api: { ca: "root", request: { CN: "api", key, hosts: ["api.example"] } },
  },
});
const keysOf = (store: MemoryStore) =>
  createMemoryStore([...store.files].filter(([path]) => path.endsWith("-key.pem")));
const text = (store: MemoryStore, path: string) => decodeUtf8(store.files.get(path) ?? new Uint8Array());
const names = ["root", "low", "web", "api"];
const certificates = (store: MemoryStore) => names.map((name) => text(store, `${name}.pem`));

test.each([
  [{ algo: "rsa", size: 2048 }],
  [{ algo: "ecdsa", size: 256 }],
  [{ algo: "ecdsa", size: 384 }],
  [{ algo: "ecdsa", size: 521 }],
  [{ algo: "ed25519" }],
])("for the same keys of %j, certificates are the same to the byte", async (key) => {
  const store = createMemoryStore();
  const pki = pkiOf(key);
  await run(pki, store, { isReproducible: true });
  for (const again of [keysOf(store), keysOf(store)]) {
    expect((await run(pki, again, { isReproducible: true })).result.changed).toBe(true);
    expect(again.files).toEqual(store.files);
  }
  const usual = keysOf(store);
  await run(pki, usual);
  expect(certificates(usual).filter((pem) => certificates(store).includes(pem))).toEqual([]);
});

test("a serial number is positive, of at most 20 bytes, and another one for other contents", async () => {
  const store = createMemoryStore();
  const pki = pkiOf({ algo: "ed25519" });
  await run(pki, store, { isReproducible: true });
  const serials = certificates(store).map((pem) => BigInt(certinfo(pem).serial_number));
  expect(serials.filter((serial) => serial > 0n && serial < 2n ** 159n)).toHaveLength(4);
  const later = keysOf(store);
  await run(pki, later, { isReproducible: true, now: start + hour });
  const all = [...serials, ...certificates(later).map((pem) => BigInt(certinfo(pem).serial_number))];
  expect(new Set(all).size).toBe(8);
});

test("timestamps of logs are refused before anything is written", async () => {
  const logged = { ...pkiOf({}), certificates: { web: { ca: "root", profile: "logged", request: { CN: "web" } } } };
  const store = createMemoryStore();
  await expect(run(logged, store, { isReproducible: true })).rejects.toThrow(
    "pki.json: certificates.web: its profile asks logs for timestamps, which are never the same twice: this is not reproducible",
  );
  expect(store.files.size).toBe(0);
});

test("the library does so too, at the time that its clock tells", async () => {
  const manifest = { cas: { ca: { request: { CN: "CA" } } } } as const;
  const options = { reproducible: true, now: () => start };
  const store = createStore();
  await ensure(manifest, store, options);
  const again = createStore({ "ca-key.pem": store.files.get("ca-key.pem") ?? encodeUtf8("") });
  await ensure(manifest, again, options);
  expect(again.files).toEqual(store.files);
  expect(describeCertificate(text(store, "ca.pem")).notBefore).toBe("2026-02-03T04:00:00Z");
  await expect(ensure(manifest, store, { reproducible: 1 } as object)).rejects.toThrow(
    "options.reproducible must be a boolean; a number was given",
  );
});
