import { createPublicKey, verify } from "node:crypto";
import type { CurveName, HashName } from "../../src/crypto/names.js";
import { decodeHex } from "../../src/go/hex.js";
import { encodeUtf8 } from "../../src/go/utf8.js";
import { openEcKey } from "../../src/x509/keys/ec-key.js";
import { decodeEcdsaSignature } from "../../src/x509/keys/ecdsa-signature.js";

/** RFC 6979 appendices A.2.4 to A.2.7. */
const scalars: Readonly<Record<CurveName, string>> = {
  "P-224": "F220266E1105BFE3083E03EC7A3A654651F45E37167E88600BF257C1",
  "P-256": "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
  "P-384": "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
  "P-521":
    "00FAD06DAA62BA3B25D2FB40133DA757205DE67F5BB0018FEE8C86E1B68C7E75CAA896EB32F1F47C70855836A6D16FCC1466F6D8FBEC67DB89EC0C08B0E996B83538",
};

test.each<[curve: CurveName, hash: HashName, message: string, r: string, s: string]>([
  [
    ...(["P-256", "SHA-256", "sample"] as const),
    "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
    "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
  ],
  [
    ...(["P-256", "SHA-256", "test"] as const),
    "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
    "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083",
  ],
  [
    ...(["P-384", "SHA-384", "sample"] as const),
    "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
    "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8",
  ],
  [
    ...(["P-521", "SHA-512", "sample"] as const),
    "00C328FAFCBD79DD77850370C46325D987CB525569FB63C5D3BC53950E6D4C5F174E25A1EE9017B5D450606ADD152B534931D7D4E8455CC91F9B15BF05EC36E377FA",
    "00617CCE7CF5064806C467F678D3B4080D6F1CC50AF26CA209417308281B68AF282623EAA63E5B5C0723D8B8C37FF0777B1A20F8CCB1DCCC43997F1EE0E44DA4A67A",
  ],
])("%s with %s signs %s as RFC 6979 shows", async (curve, hash, message, r, s) => {
  const key = (await openEcKey({ curve, scalar: decodeHex(scalars[curve]) })).repeatable?.();
  const signature = await key?.sign(encodeUtf8(message), { oid: "", hash, identifier: new Uint8Array() });
  const halves = decodeEcdsaSignature(signature ?? new Uint8Array(), curve);
  expect(Buffer.from(halves ?? []).toString("hex")).toBe((r + s).toLowerCase());
});

/** The other vectors of the standard differ in the hash alone; P-224 and SHA-1 have hashes of another length than the order. */
test.each<[curve: CurveName, hash: HashName]>([
  ["P-224", "SHA-1"],
  ["P-224", "SHA-512"],
  ["P-256", "SHA-1"],
  ["P-256", "SHA-512"],
  ["P-384", "SHA-256"],
  ["P-521", "SHA-256"],
])("%s with %s signs the same each time, and others verify it", async (curve, hash) => {
  const key = await openEcKey({ curve, scalar: decodeHex(scalars[curve]) });
  const algorithm = { oid: "", hash, identifier: new Uint8Array() };
  const sign = async () => Buffer.from((await key.repeatable?.().sign(encodeUtf8("x"), algorithm)) ?? []);
  const [one, other] = [await sign(), await sign()];
  expect(one.equals(other)).toBe(true);
  const publicKey = createPublicKey({ key: Buffer.from(key.spki), format: "der", type: "spki" });
  expect(verify(hash.replace("-", ""), Buffer.from("x"), publicKey, one)).toBe(true);
});
