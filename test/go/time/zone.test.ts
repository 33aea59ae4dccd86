import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { findZoneOffset } from "../../../src/go/time/zone.js";

/** A TZif file of version 2 (RFC 8536 §3): changes of [seconds, type], and the offset of each type. */
function tzif(changes: readonly (readonly [number, number])[], offsets: readonly number[], footer: string): Uint8Array {
  const header = (counts: readonly number[]) => {
    const bytes = Buffer.alloc(44);
    bytes.write("TZif2");
    counts.forEach((count, index) => {
      bytes.writeUInt32BE(count, 20 + 4 * index);
    });
    return bytes;
  };
  const times = changes.map(([seconds]) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(seconds));
    return bytes;
  });
  const types = offsets.map((offset) => {
    const bytes = Buffer.alloc(6);
    bytes.writeInt32BE(offset);
    return bytes;
  });
  const body = [...times, Buffer.from(changes.map(([, type]) => type)), ...types, Buffer.from("ABC\0")];
  const counts = [0, 0, 0, changes.length, offsets.length, 4];
  return Buffer.concat([header([0, 0, 0, 0, 0, 0]), header(counts), ...body, Buffer.from(`\n${footer}\n`)]);
}

const changing = tzif(
  [
    [100, 1],
    [200, 0],
    [300, 2],
  ],
  [3600, 7200, -9000],
  "<-0230>2:30",
);

describe("the offset of a time zone", () => {
  test.each([
    [100, 7200],
    [199, 7200],
    [200, 3600],
    [299, 3600],
    [300, -9000],
    [4_000_000_000, -9000],
  ])("at %d s is that of the last change before it", (seconds, offset) => {
    expect(findZoneOffset(changing, seconds)).toBe(offset);
  });

  test("is unknown before the first change", () => {
    expect(findZoneOffset(changing, 99)).toBeUndefined();
  });

  test("never differs in a zone without changes", () => {
    expect(findZoneOffset(tzif([], [0], "UTC0"), 1_700_000_000)).toBe(0);
    expect(findZoneOffset(tzif([], [19_800], "IST-5:30"), 0)).toBe(19_800);
  });

  test("follows the rule in the footer after the last change", () => {
    const ruled = tzif(
      [
        [100, 1],
        [200, 0],
      ],
      [3600, 7200],
      "CET-1CEST,M3.5.0,M10.5.0/3",
    );
    expect(findZoneOffset(ruled, 199)).toBe(7200);
    expect(findZoneOffset(ruled, 200)).toBe(3600);
    expect(findZoneOffset(ruled, 1_800_000_000 - 180 * 86_400)).toBe(7200);
    expect(findZoneOffset(tzif([], [-18_000], "EST5EDT,M3.2.0,M11.1.0"), 0)).toBe(-18_000);
    expect(findZoneOffset(tzif([], [-18_000], "EST5EDT,anything"), 0)).toBeUndefined();
  });

  test.each([
    ["nothing", new Uint8Array()],
    ["something else", new TextEncoder().encode("TZ".repeat(100))],
    ["half a file", changing.subarray(0, 100)],
  ])("is unknown from %s", (_, bytes) => {
    expect(findZoneOffset(bytes, 1000)).toBeUndefined();
  });

  test("never throws", () => {
    const anyBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([changing.subarray(0, 44), bytes]));
    fc.assert(fc.property(anyBytes, fc.integer(), (bytes, seconds) => void findZoneOffset(bytes, seconds)));
  });

  const zones = ["UTC", "Asia/Kolkata", "Asia/Tokyo", "America/Sao_Paulo", "Europe/Paris", "America/New_York"]
    .map((name) => [name, `/usr/share/zoneinfo/${name}`] as const)
    .filter(([, path]) => existsSync(path));
  (zones.length > 0 ? test.each(zones) : test.skip.each(zones))(
    "agrees with Intl on %s of this machine",
    (name, path) => {
      const bytes = readFileSync(path);
      for (const at of [
        "1995-07-01T12:00:00Z",
        "2010-01-01T00:00:00Z",
        "2018-12-31T23:59:59Z",
        "2045-07-01T12:00:00Z",
      ]) {
        const seconds = Date.parse(at) / 1000;
        const format = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
        const shown = format.formatToParts(seconds * 1000).find(({ type }) => type === "timeZoneName")?.value ?? "";
        const [, sign = "+", hours = "0", minutes = "0"] = /GMT(?:([+-])(\d+):(\d+))?/.exec(shown) ?? [];
        const expected = (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
        expect(findZoneOffset(bytes, seconds)).toBe(expected);
      }
    },
  );
});
