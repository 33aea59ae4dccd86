import * as nodeOnly from "../../src/crypto/node-only.js";
import { isDeno, webCrypto } from "../../src/crypto/runtime.js";
import { UnavailableError } from "../../src/crypto/unavailable.js";
import * as webOnly from "../../src/crypto/web-only.js";

const bytes = new Uint8Array(8);

test("the build for browsers has a stand-in for everything that only Node does", () => {
  expect(Object.keys(webOnly).sort()).toEqual(Object.keys(nodeOnly).sort());
});

test.each([
  ["opening a P-224 key", () => webOnly.openP224Key(bytes), "the curve P-224"],
  ["a signature on P-224", () => webOnly.verifyP224(bytes, "SHA-1", bytes, bytes), "the curve P-224"],
  ["MD5", () => webOnly.md5(bytes), "decrypting a key"],
  ["DES", () => webOnly.decryptCbc("des", bytes, bytes, bytes), "decrypting a key"],
  ["triple DES", () => webOnly.encryptDesEde3(bytes, bytes, bytes), "encrypting with triple DES"],
  ["scrypt", () => webOnly.scrypt(bytes, bytes, { cost: 2, blockSize: 1, parallelization: 1 }, 8), "scrypt"],
  ["a prime", () => webOnly.generatePrime(1025), "an RSA key whose size"],
])("without Node, %s is refused with one line that says what to do", async (_, action, what) => {
  const error: unknown = await action().catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(UnavailableError);
  const { message, hint } = error as UnavailableError;
  expect(message).toMatch(new RegExp(`^${what}.* is not available here: .*Node$`));
  expect(hint).not.toBe("");
});

test("hashing over and over gives the same with and without Node", async () => {
  expect(await webOnly.iterateHash("SHA-256", bytes, 3)).toEqual(await nodeOnly.iterateHash("SHA-256", bytes, 3));
});

test("without Node, no object is a KeyObject", async () => {
  expect(await webOnly.exportKeyObject({ type: "private" })).toBeNull();
});

describe("with another WebCrypto", () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "crypto") ?? {};
  const pretend = (crypto: unknown) =>
    Object.defineProperty(globalThis, "crypto", { configurable: true, value: crypto });
  afterEach(() => Object.defineProperty(globalThis, "crypto", own));

  test.each([
    ["none", undefined],
    ["one without the part for keys, as a page has that came without https", { getRandomValues: () => bytes }],
  ])("%s is said in one line", (_, crypto) => {
    pretend(crypto);
    expect(() => webCrypto()).toThrow(
      "cryptography is not available here: there is no WebCrypto; browsers have it for pages that come by https",
    );
  });

  test("one without Ed25519 is said in one line", async () => {
    const generateKey = () => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError"));
    pretend({ subtle: { generateKey } });
    await expect(webOnly.ed25519Subtle()).rejects.toThrow(/^Ed25519 is not available here: .*use ecdsa or rsa$/);
  });

  test("a failure of another kind is not taken for that", async () => {
    pretend({ subtle: { generateKey: () => Promise.reject(new Error("out of memory")) } });
    await expect(webOnly.ed25519Subtle()).rejects.toThrow("out of memory");
  });

  test("one with Ed25519 is used", async () => {
    const subtle = { generateKey: async () => ({}) };
    pretend({ subtle });
    expect(await webOnly.ed25519Subtle()).toBe(subtle);
  });
});

test("Node is not taken for Deno", () => {
  expect(isDeno).toBe(false);
});
