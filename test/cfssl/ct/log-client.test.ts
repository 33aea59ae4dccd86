import { encodeTimestamps, submitChain } from "../../../src/cfssl/ct/log-client.js";
import { createLogger } from "../../../src/cfssl/log.js";
import { GoError } from "../../../src/go/errors.js";
import { formatUrl } from "../../../src/go/url.js";
import { decodeUtf8 } from "../../../src/go/utf8.js";
import { resolveOptions } from "../../../src/library/resolve-options.js";
import { createFakeNetwork, headerLines, type Reply } from "../../support/fake-network.js";

const log = "http://127.0.0.1:18901";
const id = Buffer.alloc(32, "A").toString("base64");
const signature = Buffer.from("\x04\x03\x00\x04abcd", "latin1").toString("base64");
const answer = (changes: object) => ({ sct_version: 0, id: "AAAA", timestamp: 1, signature, ...changes });
const good: Reply = { body: JSON.stringify(answer({ id, timestamp: 5, extensions: "AAAA" })) };

/** Submits to a log with these replies. Gives the printed lines and the outcome. */
async function submitted(server: string, replies: readonly (Reply | GoError)[]) {
  const network = createFakeNetwork(replies);
  const lines: string[] = [];
  const now = () => Date.parse("2026-02-03T04:05:06Z");
  const context = {
    ...resolveOptions({}).context,
    network,
    now,
    log: createLogger(
      9n,
      () => "NOW",
      (line) => lines.push(line),
    ),
  };
  const outcome = await submitChain(server, [Uint8Array.of(1), Uint8Array.of(2)], context).then(
    (timestamp) => ({ bytes: Buffer.from(encodeTimestamps([timestamp])[0] ?? []).toString("hex") }),
    (error: unknown) => (error instanceof GoError ? { text: error.message } : Promise.reject(error)),
  );
  return { ...outcome, lines: lines.join(""), network };
}

test.each([
  [log, `${log}/ct/v1/add-pre-chain`],
  [`${log}/log/`, `${log}/log/ct/v1/add-pre-chain`],
])("the chain goes to %s", async (server, url) => {
  const { network } = await submitted(server, [good]);
  const [request] = network.requests;
  expect(request && formatUrl(request.url)).toBe(url);
  expect(request && headerLines(request)).toBe("Content-Type: application/json");
  expect(request?.closes).toBe(false);
  expect(decodeUtf8(request?.body ?? new Uint8Array())).toBe('{"chain":["AQ==","Ag=="]}');
});

const head = `00${"41".repeat(32)}`;

describe("a log's timestamp is encoded", () => {
  test.each([
    ["with extensions", { id, timestamp: 5, extensions: "AAAA" }, `${head}000000000000000500030000000403000461626364`],
    [
      "of another version",
      { id, sct_version: 1, timestamp: 5, extensions: "AAAA" },
      `01${head.slice(2)}000000000000000500030000000403000461626364`,
    ],
    ["without a signature", { signature: "BAMAAA==" }, `00000000${"00".repeat(29)}0000000000000001000004030000`],
  ])("%s", async (_, changes, bytes) => {
    expect(await submitted(log, [{ body: JSON.stringify(answer(changes)) }])).toMatchObject({ bytes, lines: "" });
  });

  test("of the latest possible moment", async () => {
    const body = `{"timestamp":18446744073709551615,"signature":"${signature}"}`;
    const bytes = `00${"00".repeat(32)}${"ff".repeat(8)}00000403000461626364`;
    expect(await submitted(log, [{ body }])).toMatchObject({ bytes });
  });
});

describe("an unusable answer ends the submission", () => {
  test.each([
    [{ body: "{}" }, "tls: syntax error: Hash: truncated variable-length integer"],
    [{ body: "null" }, "tls: syntax error: Hash: truncated variable-length integer"],
    [
      { body: JSON.stringify(answer({ signature: "BA==" })) },
      "tls: syntax error: Signature: truncated variable-length integer",
    ],
    [
      { body: JSON.stringify(answer({ signature: "BAM=" })) },
      "tls: syntax error: Signature: truncated variable-length integer",
    ],
    [
      { body: JSON.stringify(answer({ signature: "AAAA" })) },
      "tls: syntax error: Signature: truncated variable-length integer",
    ],
    [{ body: JSON.stringify(answer({ signature: "BAMAAQ==" })) }, "tls: syntax error: Signature: truncated slice"],
    [{ body: JSON.stringify(answer({ signature: "BAMAAEE=" })) }, "trailing data (1 bytes) after DigitallySigned"],
    [
      { body: JSON.stringify(answer({ extensions: "!" })) },
      'invalid base64 data in Extensions ("!"): illegal base64 data at input byte 0',
    ],
    [{ status: "400 Bad Request", body: "bad" }, 'got HTTP status "400 Bad Request"'],
    [{ status: "201 Created" }, 'got HTTP status "201 Created"'],
    [{ status: "301 Moved" }, 'got HTTP status "301 Moved"'],
  ])("%j: %s", async (reply, text) => {
    expect(await submitted(log, [reply])).toMatchObject({ text, lines: "" });
  });
});

describe("a log is asked again", () => {
  const failed = (wait: string, text: string) => `NOW Request to ${log} failed, backing-off ${wait}: ${text}\n`;
  const busy = (wait: string, status: string) =>
    `NOW Request to ${log} failed, backing-off for ${wait}: got HTTP status ${status}\n`;
  const retried = (header: string): Reply => ({ status: "503 Busy", headers: { "Retry-After": header } });

  test.each<readonly [string, readonly (Reply | GoError)[], string, readonly number[]]>([
    [
      "when it cannot be reached, after waits that double",
      [new GoError("dial tcp 127.0.0.1:1: connect: connection refused"), { body: "x" }, good],
      failed("1s", `Post "${log}/ct/v1/add-pre-chain": dial tcp 127.0.0.1:1: connect: connection refused`) +
        failed("2s", "invalid character 'x' looking for beginning of value"),
      [1000, 2000],
    ],
    [
      "when its answer is not JSON of the right shape",
      [
        { body: "[]" },
        { body: JSON.stringify(answer({ timestamp: -5 })) },
        { body: JSON.stringify(answer({ sct_version: "x" })) },
        { body: JSON.stringify(answer({ id: "!" })) },
        { body: JSON.stringify(answer({ signature: 7 })) },
        good,
      ],
      failed("1s", "json: cannot unmarshal array into Go value of type ct.AddChainResponse") +
        failed(
          "2s",
          "json: cannot unmarshal number -5 into Go struct field AddChainResponse.timestamp of type uint64",
        ) +
        failed(
          "4s",
          "json: cannot unmarshal string into Go struct field AddChainResponse.sct_version of type ct.Version",
        ) +
        failed("8s", "illegal base64 data at input byte 0") +
        failed("16s", "json: cannot unmarshal number into Go struct field AddChainResponse.signature of type []uint8"),
      [1000, 2000, 4000, 8000, 16000],
    ],
    [
      "at most every 128 seconds",
      [...Array.from({ length: 10 }, () => ({ status: "503 Busy" })), good],
      ["1s", "2s", "4s", "8s", "16s", "32s", "1m4s", "2m8s", "2m8s", "2m8s"]
        .map((wait) => busy(wait, "503 Busy"))
        .join(""),
      [1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 128000, 128000],
    ],
    ["when it asks for it", [retried("2"), retried("2"), good], busy("2s", "503 Busy").repeat(2), [2000, 2000]],
    [
      "at once when it demands that",
      [retried("0"), retried("-3"), good],
      busy("0s", "503 Busy") + busy("-3s", "503 Busy"),
      [0, 0],
    ],
    [
      "after the usual waits when it asks for nonsense",
      [retried("x"), retried("2"), retried("x"), good],
      busy("1s", "503 Busy") + busy("2s", "503 Busy") + busy("2s", "503 Busy"),
      [1000, 2000, 2000],
    ],
    ["at the time that it names", [retried("Tue, 03 Feb 2026 04:05:16 GMT"), good], busy("10s", "503 Busy"), [10_000]],
    [
      "when it is busy",
      [{ status: "429 Slow", headers: { "retry-after": "2" } }, good],
      busy("2s", "429 Slow"),
      [2000],
    ],
    [
      "at once when it took too long",
      [{ status: "408 Timeout" }, good],
      `NOW Request to ${log} timed out, retrying immediately\n`,
      [],
    ],
  ])("%s", async (_, replies, lines, waits) => {
    const outcome = await submitted(log, replies);
    expect(outcome.lines).toBe(lines);
    expect(outcome.network.waits).toEqual(waits);
    expect(outcome).toHaveProperty("bytes");
  });
});

describe("timestamps that are too large to encode are refused", () => {
  const sct = {
    version: 0n,
    logId: new Uint8Array(32),
    timestamp: 0n,
    extensions: new Uint8Array(),
    signature: new Uint8Array(8),
  };
  test.each([
    ["a version", [{ ...sct, version: 256n }], "tls: structure error: SCTVersion: : value 256 too large for size"],
    [
      "extensions",
      [{ ...sct, extensions: new Uint8Array(66000) }],
      "tls: structure error: Extensions: : value 66000 too large for size",
    ],
    [
      "a whole",
      [{ ...sct, extensions: new Uint8Array(65500) }],
      "tls: structure error: Val: : value 65551 too large for size",
    ],
    [
      "a list",
      Array.from({ length: 2 }, () => ({ ...sct, extensions: new Uint8Array(48000) })),
      "tls: structure error: SCTList: : value 96106 too large for size",
    ],
  ])("%s", (_, timestamps, text) => {
    expect(() => encodeTimestamps(timestamps)).toThrow(text);
  });
});
