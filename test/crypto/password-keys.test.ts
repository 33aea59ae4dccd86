import { derivePkcs12Key, encodeBmpPassword, type Pkcs12Use, pbkdf2 } from "../../src/crypto/password-keys.js";
import { encryptAesCbc, encryptDesEde3, scrypt } from "../../src/crypto/primitives.js";

const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const bytes = (text: string) => new TextEncoder().encode(text);
const toHex = (data: Uint8Array) => Buffer.from(data).toString("hex");

// RFC 7914 §11.
test.each([
  [
    ...(["passwd", "salt", 1] as const),
    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
  ],
  [
    ...(["Password", "NaCl", 80_000] as const),
    "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d",
  ],
])("PBKDF2 of %s with %s, hashed %d times, is the standard's", async (password, salt, iterations, expected) => {
  expect(toHex(await pbkdf2("SHA-256", bytes(password), bytes(salt), iterations, 64))).toBe(expected);
});

// RFC 7914 §12.
test.each([
  [
    ...(["", "", 16, 1, 1] as const),
    "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
  ],
  [
    ...(["password", "NaCl", 1024, 8, 16] as const),
    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
  ],
  [
    ...(["pleaseletmein", "SodiumChloride", 16_384, 8, 1] as const),
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
  ],
])("scrypt of %j with %j is the standard's", async (password, salt, cost, blockSize, parallelization, expected) => {
  const parameters = { cost, blockSize, parallelization };
  expect(toHex(await scrypt(bytes(password), bytes(salt), parameters, 64))).toBe(expected);
});

// `openssl kdf -kdfopt digest:SHA256 -kdfopt hexpass:… -kdfopt hexsalt:… -kdfopt iter:1000 -kdfopt id:1 PKCS12KDF`.
test.each<[Pkcs12Use, "SHA-1" | "SHA-256" | "SHA-512", string]>([
  ["key", "SHA-1", "65a0185313e1be626a62223edc56a602e45d07570bd6c447"],
  ["vector", "SHA-1", "b39bf194ae8e43eb"],
  ["mac", "SHA-256", "35ac16a454d608fb10c8d7c6338ca85818587aed0ff771fd265957e412c2c03c"],
  [
    "key",
    "SHA-256",
    "8c8ec99d51446b9ddd6cade1696c9e5db5f40dede874219f6654626b604f5a7c968ee4288bb1b3737b031eb912f9c1217cd8333d7d3f13452fc4d1ac725e3684dc0fcea27b1ac093e69732455cc0355b",
  ],
  [
    "mac",
    "SHA-512",
    "03d741f5949e0f87720daa7f1e6c8e77deefae1c0e1c829300730195c2f2f3ca276408f5841e6c2529fbd0c8a2bdb325b39191d145db35f7d443d8f3c6d2e723",
  ],
])("PKCS #12 derives a %s with %s as openssl does", async (use, hash, expected) => {
  const password = encodeBmpPassword("smeg");
  const derived = await derivePkcs12Key(
    use,
    { hash, password, salt: hex("0a58cf64530d823f"), iterations: 1000 },
    expected.length / 2,
  );
  expect(toHex(derived)).toBe(expected);
});

test("a password of PKCS #12 is UTF-16 with a zero at its end", () => {
  expect(toHex(encodeBmpPassword("Beavis"))).toBe("0042006500610076006900730000");
  expect(toHex(encodeBmpPassword("€😀"))).toBe("20acd83dde000000");
});

test("ciphers encrypt as node:crypto does", async () => {
  const { createCipheriv } = await import("node:crypto");
  const data = bytes("not a multiple of a block");
  for (const [name, key, vector] of [
    ["aes-256-cbc", hex("11".repeat(32)), hex("22".repeat(16))],
    ["des-ede3-cbc", hex("0123456789abcdef".repeat(3)), hex("33".repeat(8))],
  ] as const) {
    const cipher = createCipheriv(name, key, vector);
    const expected = Buffer.concat([cipher.update(data), cipher.final()]).toString("hex");
    const encrypt = name === "aes-256-cbc" ? encryptAesCbc : encryptDesEde3;
    expect(toHex(await encrypt(key, vector, data))).toBe(expected);
  }
});
