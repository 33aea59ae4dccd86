import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { certinfo, gencrl, type SerialNumber } from "../../src/index.js";
import { fixturePath } from "../support/contents.js";

const read = (path: string) => readFileSync(fixturePath(path), "utf8");
const ca = read("pem/ca-ecdsa-256.pem");
const caKey = read("pem/ca-ecdsa-256-key.pem");

/** What openssl says is revoked. */
async function revoked(...serials: readonly SerialNumber[]): Promise<readonly string[]> {
  const input = await gencrl({ ca, caKey, serials });
  const { stdout } = spawnSync("openssl", ["crl", "-inform", "DER", "-noout", "-text"], { input, encoding: "utf8" });
  return [...stdout.matchAll(/Serial Number: (\S+)/g)].map(([, number = ""]) => number);
}

test.each<[string, SerialNumber, string]>([
  ["a bigint", 0x1234n, "1234"],
  ["a negative bigint", -5n, "-05"],
  ["zero", 0n, "00"],
  ["decimal digits", "1234", "04D2"],
  ["decimal digits that could be hexadecimal ones", "10", "0A"],
  ["a negative decimal", "-5", "-05"],
  ["hexadecimal digits that say so", { hex: "10" }, "10"],
  ["an odd number of them", { hex: "abc" }, "0ABC"],
  ["zeros in front", { hex: "000A" }, "0A"],
  ["colons, as openssl prints", { hex: "0a:1B:2c" }, "0A1B2C"],
  ["a minus, as openssl prints", { hex: "-05" }, "-05"],
  ["0x in front", { hex: "0x11" }, "11"],
  ["hexadecimal zero", { hex: "0" }, "00"],
  ["twenty bytes", { hex: "7f".repeat(20) }, "7F".repeat(20)],
  ["twenty-one bytes, which certificates have and upstream revokes", { hex: "7f".repeat(21) }, "7F".repeat(21)],
])("gencrl revokes a serial given as %s", async (_, serial, shown) => {
  expect(await revoked(serial)).toEqual([shown]);
});

test.each(["cert-serial-long", "cert-serial-negative", "cert-serial-zero", "ca-ecdsa-256", "ca-rsa-2048"])(
  "what certinfo says of %s is what gencrl revokes",
  async (name) => {
    const { serial_number } = certinfo(read(`pem/${name}.pem`));
    expect(await revoked(serial_number)).toEqual(await revoked(BigInt(serial_number)));
  },
);

const kinds = 'a bigint, decimal digits as certinfo gives them, or { hex: "…" }';

test.each<[string, unknown, string]>([
  ["a number", 5, `serials[1] must be ${kinds}; a number was given`],
  ["nothing", undefined, `serials[1] must be ${kinds}; nothing was given`],
  ["null", null, `serials[1] must be ${kinds}; null was given`],
  ["an array", [5n], `serials[1] must be ${kinds}; an array was given`],
  ...["", " 5", "5 ", "+5", "007", "-0", "0x11", "1e3", "1_0", "ab", "1n", "٣", "5\n", "9".repeat(1001)].map(
    (text): [string, unknown, string] => [
      JSON.stringify(text.slice(0, 10)),
      text,
      `serials[1] must be ${kinds}; this string is no decimal number`,
    ],
  ),
  ["a hex that is a number", { hex: 5 }, "serials[1].hex must be a string of hexadecimal digits; a number was given"],
  ["no hex", {}, "serials[1].hex must be a string of hexadecimal digits; nothing was given"],
  ...["", "-", "0x", "g", "a:b", "0a:1", "0a::1b", ":0a", "0a:", "0a 1b", "--1", "0a\n", "f".repeat(1001)].map(
    (hex): [string, unknown, string] => [
      `hex ${JSON.stringify(hex.slice(0, 10))}`,
      { hex },
      "serials[1].hex must be hexadecimal digits, as in 0a1b or 0a:1b",
    ],
  ),
])("gencrl refuses %s, and says which", async (_, serial, message) => {
  const serials = [1n, serial as bigint];
  await expect(gencrl({ ca, caKey, serials })).rejects.toThrow(new TypeError(message));
});

test.each<[unknown, string]>([
  [0, "RangeError"],
  [-1, "RangeError"],
  [1.5, "RangeError"],
  [Number.NaN, "RangeError"],
  [2 ** 31, "RangeError"],
  [Number.POSITIVE_INFINITY, "RangeError"],
  [60n, "TypeError"],
  ["60", "TypeError"],
  [null, "TypeError"],
])("gencrl refuses the lifetime %p", async (lifetime, name) => {
  const outcome = gencrl({ ca, caKey, serials: [], lifetime: lifetime as number });
  await expect(outcome).rejects.toMatchObject({ name, message: expect.stringMatching(/^lifetime must be /) });
});
