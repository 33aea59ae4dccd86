import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { ByteReader } from "../../../src/go/http/byte-reader.js";
import { readBody } from "../../../src/go/http/response-body.js";
import { headLimit, readFinalHead } from "../../../src/go/http/response-head.js";

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

/** A reader of a server's bytes, which come in pieces of these sizes. The last size repeats. */
function readerOf(text: string, sizes: readonly number[] = [text.length]): ByteReader {
  let bytes = bytesOf(text);
  let index = 0;
  return new ByteReader(async () => {
    if (bytes.length === 0) return null;
    const size = sizes[Math.min(index++, sizes.length - 1)] ?? bytes.length;
    const part = bytes.subarray(0, size);
    bytes = bytes.subarray(size);
    return part;
  }, headLimit);
}

/** The status, the header X and the body; or the text of the error. */
async function read(text: string, sizes?: readonly number[]): Promise<string> {
  const reader = readerOf(text, sizes);
  try {
    const { status, header, framing } = await readFinalHead(reader);
    const body = Buffer.concat([...(await readBody(reader, framing))]).toString("latin1");
    return [status, header.get("x")?.join("+") ?? "", body].join("|");
  } catch (cause) {
    if (cause instanceof GoError) return cause.message;
    throw cause;
  }
}

const ok = "HTTP/1.1 200 OK\r\n";
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;

/** Responses, and how the real program reads them. */
const answers: readonly (readonly [answer: string, outcome: string])[] = [
  [`${ok}\r\nabc`, "200 OK||abc"],
  ["HTTP/1.1 200 OK\nX: a\n\nabc", "200 OK|a|abc"],
  [`${ok}X: a\r\n b\r\n\t c \r\n\r\n`, "200 OK|a b c|"],
  [`${ok}x:a\r\nX: \xc3\xa9\r\n\r\n`, "200 OK|a+é|"],
  [`${ok}X : a\r\nX y: b\r\n\r\n`, "200 OK||"],
  ["HTTP/1.1  200  OK\r\n\r\n", "200  OK||"],
  ["HTTP/3.1 +20\r\n\r\n", "+20||"],
  [`${"HTTP/1.1 100 Continue\r\n\r\n".repeat(20)}${ok}\r\nabc`, "200 OK||abc"],
  ["HTTP/1.1 101 S\r\nUpgrade: x\r\nConnection: a, Upgrade\r\n\r\nabc", "101 S||abc"],
  ["HTTP/1.1 101 S\r\n\r\nabc", "101 S||"],
  ["", "unexpected EOF"],
  ["HTTP/1.1 200 OK", "unexpected EOF"],
  [`${ok}X: a\r\n`, "unexpected EOF"],
  ["\r\n", 'malformed HTTP response ""'],
  ["garbage\r\n", 'malformed HTTP response "garbage"'],
  ["gar bage\r\n", 'malformed HTTP status code "bage"'],
  ["HTTP/1.1 20", 'malformed HTTP status code "20"'],
  ["HTTP/1.1 -20\r\n", 'malformed HTTP status code "-20"'],
  ["ICY 200 OK\r\n", 'malformed HTTP version "ICY"'],
  ["HTTP/1.10 200 OK\r\n", 'malformed HTTP version "HTTP/1.10"'],
  [`${ok} X: a\r\n\r\n`, "malformed MIME header initial line:  X: a"],
  [`${ok}Xyz\r\n\r\n`, 'malformed MIME header: missing colon: "Xyz"'],
  [`${ok}\r\r\n`, 'malformed MIME header: missing colon: "\\r"'],
  [`${ok}: a\r\n\r\n`, "malformed MIME header line: : a"],
  [`${ok}X(a): a\r\n\r\n`, "malformed MIME header line: X(a): a"],
  [`${ok}X: a\0\r\n\r\n`, "malformed MIME header line: X: a\0"],
  [`${ok}Content-Length: 2\r\n\r\nabc`, "200 OK||ab"],
  [`${ok}Content-Length: 2\r\nContent-Length: 2\r\n\r\nabc`, "200 OK||ab"],
  [`${ok}Content-Length:\r\n\r\nabc`, "200 OK||abc"],
  [`${ok}Content-Length: 4\r\n\r\nabc`, "unexpected EOF"],
  [`${ok}Content-Length: -1\r\n\r\n`, 'bad Content-Length "-1"'],
  [`${ok}Content-Length: 99999999999999999999\r\n\r\n`, 'bad Content-Length "99999999999999999999"'],
  [
    `${ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\n`,
    'http: message cannot contain multiple Content-Length headers; got ["2" "3"]',
  ],
  [`${ok}Transfer-Encoding: gzip, chunked\r\n\r\n`, 'unsupported transfer encoding: "gzip, chunked"'],
  [
    `${ok}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n`,
    'too many transfer encodings: ["chunked" "chunked"]',
  ],
  [`${ok}Transfer-Encoding: chunked\r\nTrailer: content-length\r\n\r\n`, 'bad trailer key "Content-Length"'],
  ["HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nabc", "200 OK||abc"],
  [`${ok}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, "200 OK||abc"],
  [`${chunked}003 ;x\r\nabc\r\n`, "invalid byte in chunk length"],
  [`${chunked}3;x\r\nabc\r\n0\r\nX: y\r\n\r\n`, "200 OK||abc"],
  [`${chunked}3 \r\nabc\r\n0\r\n\r\n`, "200 OK||abc"],
  [`${chunked}\r\nabc`, "empty hex number for chunk length"],
  [`${chunked}11111111111111111\r\n`, "http chunk length too large"],
  [`${chunked}3\nabc`, "chunked line ends with bare LF"],
  [`${chunked}3\r\r\nabc`, "invalid CR in chunked line"],
  [`${chunked}3\r\nabcd\r\n`, "malformed chunked encoding"],
  [`${chunked}3\r\nab`, "unexpected EOF"],
  [`${chunked}3\r\nabc\r\n0\r\n`, "http: unexpected EOF reading trailer"],
  [`${chunked}0\r\nX y\r\n\r\n`, 'malformed MIME header: missing colon: "X y"'],
  [`${chunked}0\r\nX: y`, "http: suspiciously long trailer after chunked body"],
  [`${chunked}0\r\nX: ${"y".repeat(5000)}\r\n\r\n`, "http: suspiciously long trailer after chunked body"],
  [`${chunked}3;${"x".repeat(5000)}\r\nabc`, "header line too long"],
  [chunked + `1;${"x".repeat(3000)}\r\na\r\n`.repeat(10), "chunked encoding contains too much non-data"],
];

test.each(answers)("%j is read as %j", async (answer, outcome) => {
  expect(await read(answer)).toBe(outcome);
});

test("the pieces in which an answer comes do not matter", async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...answers), sizes, async ([answer, outcome], pieces) => {
      expect(await read(answer, pieces)).toBe(outcome);
    }),
  );
});

test("any bytes are an answer or a GoError", async () => {
  const piece = fc.constantFrom(
    ..."HTTP/1.1 200,\r\n,\n, ,:,X,0,3,abc,;,\0,\xff,Transfer-Encoding: chunked\r\n".split(","),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece), async (pieces) => {
      expect(typeof (await read(pieces.join("")))).toBe("string");
    }),
  );
});

describe("the limit of 10 MB for a head, with the interim heads before it", () => {
  const limit = 10 << 20;
  const tooLong = `net/http: server response headers exceeded ${limit} bytes; aborted`;
  const empty = `${ok}X: \r\n\r\n`;

  test.each([
    [limit, "200 OK"],
    [limit + 1, tooLong],
  ])("makes %d bytes: %s", async (size, outcome) => {
    const answer = empty.replace("X: ", `X: ${"x".repeat(size - empty.length)}`);
    expect((await read(`${answer}abc`, [1, 0x10000])).split("|")[0]).toBe(outcome);
  });

  test("ends an endless run of interim heads", async () => {
    const go = bytesOf("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000));
    const reader = new ByteReader(async () => go, headLimit);
    await expect(readFinalHead(reader)).rejects.toThrow(tooLong);
  });
});
