import fc from "fast-check";
import { decodeAllPem, decodePem, encodePem } from "../../src/go/pem.js";

const encode = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe("decodePem", () => {
  // Go's documentation refers to RFC 1421 §4.4 for headers.
  test("reads headers and trims their keys and values", () => {
    const found = decodePem(
      encode("-----BEGIN X-----\nProc-Type:  4,ENCRYPTED \nDEK-Info : A,B:C\n\nYWJj\n-----END X-----\nrest"),
    );
    expect(found?.block.label).toBe("X");
    expect([...(found?.block.headers ?? [])]).toEqual([
      ["Proc-Type", "4,ENCRYPTED"],
      ["DEK-Info", "A,B:C"],
    ]);
    expect(text(found?.block.bytes)).toBe("abc");
    expect(text(found?.rest)).toBe("rest");
  });

  test("keeps the bytes of a label that is not UTF-8", () => {
    const found = decodePem(Uint8Array.from("-----BEGIN \xe9-----\n-----END \xe9-----\n", (c) => c.charCodeAt(0)));
    expect(found?.block.label).toBe("\udce9");
  });

  test("goes on after the first block", () => {
    const two = encode(encodePem("A", encode("1")) + encodePem("B", encode("2")));
    const first = decodePem(two);
    const second = decodePem(first?.rest ?? new Uint8Array());
    expect([first?.block.label, second?.block.label, second?.rest.length]).toEqual(["A", "B", 0]);
  });

  test("never throws", () => {
    const part = fc.constantFrom(
      ..."-----BEGIN X-----|-----END X-----|-----|\n|\r\n| |A: b|YWJj|=|X|BEGIN|\0|\xe9".split("|"),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        expect(() => decodePem(encode(parts.join("")))).not.toThrow();
      }),
    );
  });
});

describe("decodePem on a megabyte of BEGIN lines", () => {
  // A search for END from each BEGIN would take minutes.
  test.each([
    ["without an END", ""],
    ["with an END of theirs", "-----END X-----\n"],
    ["with another END", "-----END Y-----\n"],
  ])("%s finds no block", (_, tail) => {
    expect(decodePem(encode("-----BEGIN X-----\n".repeat(60_000) + tail))?.block.bytes.length).toBe(
      tail.includes("X") ? 0 : undefined,
    );
  });
});

describe("encodePem", () => {
  test("breaks lines after 64 characters (RFC 7468 §2)", () => {
    expect(encodePem("X", new Uint8Array(49))).toBe(`-----BEGIN X-----\n${"A".repeat(64)}\nAA==\n-----END X-----\n`);
    expect(encodePem("X", new Uint8Array())).toBe("-----BEGIN X-----\n-----END X-----\n");
  });

  test("writes what decodePem reads back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.stringMatching(/^[A-Z][A-Z0-9 ]*[A-Z]$/), (bytes, label) => {
        const found = decodePem(encode(encodePem(label, bytes)));
        expect(found?.block.label).toBe(label);
        expect([...(found?.block.bytes ?? [])]).toEqual([...bytes]);
        expect(found?.rest.length).toBe(0);
      }),
    );
  });
});

describe("decodeAllPem", () => {
  test("finds the same blocks as repeated calls of decodePem", () => {
    const piece = fc.constantFrom(
      encodePem("A", encode("1")),
      encodePem("B", encode("22")).trimEnd(),
      "-----BEGIN A-----\n-----END A-----\n",
      "-----BEGIN C-----\n!\n-----END C-----\n",
      "-----BEGIN D-----\nK: v\n\nYWJj\n-----END D-----\n",
      "-----BEGIN E-----",
      "-----END E-----\n",
      "\n",
      "\u00ff ",
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const bytes = encode(pieces.join(""));
        const wanted = [];
        for (let found = decodePem(bytes); found; found = decodePem(found.rest)) wanted.push(found);
        const all = [...decodeAllPem(bytes)].map(({ block, next }) => ({ block, rest: bytes.subarray(next) }));
        expect(all).toEqual(wanted);
      }),
    );
  });

  test("decodes a text of many blocks only once", () => {
    const bytes = encode("-----BEGIN A-----\n-----END A-----\n".repeat(50));
    const decode = jest.spyOn(TextDecoder.prototype, "decode");
    const count = [...decodeAllPem(bytes)].length;
    const whole = decode.mock.calls.filter(([input]) => (input as Uint8Array).length > 100).length;
    decode.mockRestore();
    expect([count, whole]).toEqual([50, 1]);
  });
});
