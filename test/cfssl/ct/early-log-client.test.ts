import { encodeTimestamps, submitChain } from "../../../src/cfssl/ct/early-log-client.js";
import { createLogger } from "../../../src/cfssl/log.js";
import { GoError } from "../../../src/go/errors.js";
import { formatUrl } from "../../../src/go/url.js";
import { resolveOptions } from "../../../src/library/resolve-options.js";
import { createFakeNetwork, type Reply } from "../../support/fake-network.js";

const log = "http://127.0.0.1:18901";
const id = Buffer.alloc(32, "A").toString("base64");
const signature = Buffer.from("\x04\x03\x00\x04abcd", "latin1").toString("base64");
const answer = (changes: object) => ({ sct_version: 0, id: "AAAA", timestamp: 1, signature, ...changes });
const good: Reply = { body: JSON.stringify(answer({})) };

async function submitted(server: string, replies: readonly (Reply | GoError)[]) {
  const network = createFakeNetwork(replies);
  const lines: string[] = [];
  const { context } = resolveOptions({ compat: "1.2" });
  const logger = createLogger(
    9n,
    () => "NOW",
    (line) => lines.push(line),
  );
  const outcome = await submitChain(server, [Uint8Array.of(1)], { ...context, network, log: logger }).then(
    (timestamp) => ({ bytes: Buffer.from(encodeTimestamps([timestamp])[0] ?? []).toString("hex") }),
    (error: unknown) => (error instanceof GoError ? { text: error.message } : Promise.reject(error)),
  );
  return { ...outcome, lines: lines.join(""), network };
}

test("the log's URL is used unchanged", async () => {
  const { network } = await submitted(`${log}/log/`, [good]);
  expect(network.requests.map(({ url }) => formatUrl(url))).toEqual([`${log}/log//ct/v1/add-pre-chain`]);
});

const rest = "0000000000000001";

describe("a log's timestamp is encoded", () => {
  test.each([
    [
      "with the text of its extensions",
      { id, extensions: "AAAA" },
      `00${"41".repeat(32)}${rest}0004414141410403000461626364`,
    ],
    ["without extensions", {}, `00000000${"00".repeat(29)}${rest}00000403000461626364`],
    [
      "with extensions that are not base64",
      { extensions: "!" },
      `00000000${"00".repeat(29)}${rest}0001210403000461626364`,
    ],
    ["without what follows the signature", { signature: "BAMAAEE=" }, `00000000${"00".repeat(29)}${rest}000004030000`],
  ])("%s", async (_, changes, bytes) => {
    expect(await submitted(log, [{ body: JSON.stringify(answer(changes)) }])).toMatchObject({ bytes, lines: "" });
  });
});

describe("an unusable answer ends the submission", () => {
  test.each([
    [{ body: "{}" }, "failed to read HashAlgorithm: EOF"],
    [{ body: "null" }, "failed to read HashAlgorithm: EOF"],
    [{ body: JSON.stringify(answer({ signature: "BA==" })) }, "failed to read SignatureAlgorithm: EOF"],
    [{ body: JSON.stringify(answer({ signature: "BAM=" })) }, "failed to read Signature bytes: EOF"],
    [{ body: JSON.stringify(answer({ signature: "AAAA" })) }, "failed to read Signature bytes: EOF"],
    [
      { body: JSON.stringify(answer({ signature: "BAMABUFB" })) },
      "failed to read Signature bytes: short read: expected 5 but got 2",
    ],
    [{ body: JSON.stringify(answer({ signature: "!" })) }, "illegal base64 data at input byte 0"],
    [{ body: JSON.stringify(answer({ id: "!" })) }, "illegal base64 data at input byte 0"],
    [{ status: "400 Bad Request", body: "bad <body>" }, "got HTTP Status 400 Bad Request: bad <body>"],
    [{ status: "429 Slow" }, "got HTTP Status 429 Slow: "],
    [{ status: "301 Moved", body: "b" }, "got HTTP Status 301 Moved: b"],
  ])("%j: %s", async (reply, text) => {
    expect(await submitted(log, [reply])).toMatchObject({ text, lines: "" });
  });
});

describe("a log is asked again", () => {
  const waited = (status: string, seconds: number) => `NOW Got ${status}, backing-off ${seconds} seconds\n`;
  const busy = (header: string): Reply => ({ status: "503 Busy", headers: { "Retry-After": header } });

  test.each<readonly [string, readonly (Reply | GoError)[], string, readonly number[]]>([
    [
      "every ten seconds when it cannot be reached",
      [new GoError("EOF"), new GoError("EOF"), good],
      waited("Unknown", 10).repeat(2),
      [10_000, 10_000],
    ],
    [
      "when its answer is not JSON of the right shape",
      [{ body: "x" }, { body: JSON.stringify(answer({ sct_version: 256 })) }, good],
      waited("Unknown", 10).repeat(2),
      [10_000, 10_000],
    ],
    [
      "when it is busy",
      [{ status: "503 Busy" }, busy("2"), busy("x"), good],
      waited("503 Busy", 10) + waited("503 Busy", 2) + waited("503 Busy", 10),
      [10_000, 2000, 10_000],
    ],
    [
      "at once and silently, when it demands that or took too long",
      [busy("0"), busy("-3"), { status: "408 Timeout" }, good],
      "",
      [],
    ],
    [
      "with the last status that it gave",
      [{ status: "408 Timeout" }, new GoError("EOF"), good],
      waited("408 Timeout", 10),
      [10_000],
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
    ["a version", { ...sct, version: 1n }, "unknown SCT version 1"],
    ["extensions", { ...sct, extensions: new Uint8Array(66000) }, "extensions too large"],
  ])("%s", (_, timestamp, text) => {
    expect(() => encodeTimestamps([timestamp])).toThrow(text);
  });
});
