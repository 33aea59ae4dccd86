import { readFileSync } from "node:fs";
import { decodePem, type PemBlock } from "../../../src/go/pem.js";
import { decryptPemBlock, isEncryptedPemBlock } from "../../../src/x509/keys/pem-encryption.js";
import { pemFixture } from "../recorded.js";

const encode = (text: string) => new TextEncoder().encode(text);
const secret = encode("secret");

function block(name: string): PemBlock {
  const found = decodePem(readFileSync(`fixtures/pem/${name}`));
  if (!found) throw new Error(`${name} holds no PEM`);
  return found.block;
}

/** A block with another DEK-Info header, or with other contents. */
function changed({ dekInfo, bytes }: { dekInfo?: string | null; bytes?: Uint8Array }): PemBlock {
  const original = block("ca-rsa-2048-aes128-key.pem");
  const headers = new Map(original.headers);
  if (dekInfo === null) headers.delete("DEK-Info");
  else if (dekInfo !== undefined) headers.set("DEK-Info", dekInfo);
  return { ...original, headers, bytes: bytes ?? original.bytes };
}

test.each(["des", "des3", "aes128", "aes192", "aes256"])("the password decrypts openssl's -%s", async (cipher) => {
  const encrypted = block(`ca-rsa-2048-${cipher}-key.pem`);
  expect(isEncryptedPemBlock(encrypted)).toBe(true);
  expect(Buffer.from(await decryptPemBlock(encrypted, secret))).toEqual(Buffer.from(pemFixture("ca-rsa-2048-key.pem")));
  await expect(decryptPemBlock(encrypted, encode("wrong"))).rejects.toThrow("x509: decryption password incorrect");
});

test("a plain block is not encrypted", () => {
  expect(isEncryptedPemBlock(block("ca-rsa-2048-key.pem"))).toBe(false);
});

const whole = block("ca-rsa-2048-aes128-key.pem").bytes;
const vector = "00112233445566778899aabbccddeeff";

test.each<[string, Parameters<typeof changed>[0]]>([
  ["x509: no DEK-Info header in block", { dekInfo: null }],
  ["x509: malformed DEK-Info header", { dekInfo: "AES-128-CBC" }],
  ["x509: unknown encryption mode", { dekInfo: `aes-128-cbc,${vector}` }],
  ["x509: unknown encryption mode", { dekInfo: `CAMELLIA-128-CBC,${vector}` }],
  ["x509: unknown encryption mode", { dekInfo: `AES-128-CBC ,${vector}` }],
  ["encoding/hex: invalid byte: U+007A 'z'", { dekInfo: `AES-128-CBC,zz${vector.slice(2)}` }],
  ["encoding/hex: invalid byte: U+002C ','", { dekInfo: `AES-128-CBC,${vector},x` }],
  ["encoding/hex: odd length hex string", { dekInfo: `AES-128-CBC,${vector.slice(1)}` }],
  ["x509: incorrect IV size", { dekInfo: `AES-128-CBC,${vector.slice(2)}` }],
  ["x509: incorrect IV size", { dekInfo: `DES-CBC,${vector}` }],
  ["x509: encrypted PEM data is not a multiple of the block size", { bytes: whole.subarray(1) }],
  ["x509: invalid padding", { bytes: new Uint8Array() }],
  ["x509: decryption password incorrect", { bytes: whole.subarray(0, -16) }],
])("%s", async (text, changes) => {
  await expect(decryptPemBlock(changed(changes), secret)).rejects.toMatchObject({ name: "GoError", message: text });
});
