import { type Collected, createCollector } from "../../../src/addons/explain/collect.js";

/** What is collected of a text that comes in parts. */
function collect(...parts: readonly string[]): Collected {
  const collector = createCollector();
  for (const part of parts) collector.add(part);
  return collector.end();
}

const expired =
  "x509: certificate has expired or is not yet valid: current time 2026-01-02T03:04:05Z is after 2026-01-01T00:00:00Z";
const other = "x509: certificate is valid for 127.0.0.1, not 10.96.0.1";

function summary({ messages, lines, dropped }: Collected) {
  return { messages: messages.map(({ row, count }) => [row.id, count]), lines, dropped };
}

test("parts may end anywhere", () => {
  const text = `nothing\n${expired}\n${other}`;
  const expected = {
    messages: [
      ["go-expired", 1],
      ["go-other-names", 1],
    ],
    lines: 3,
    dropped: 0,
  };
  for (let at = 0; at <= text.length; at++)
    expect(summary(collect(text.slice(0, at), text.slice(at)))).toEqual(expected);
  expect(summary(collect(...text))).toEqual(expected);
});

test("lines may end with a carriage return, and the last one with nothing", () => {
  const { messages, lines } = collect(`${expired}\r\n${other}\r\n${expired}`);
  expect(lines).toBe(3);
  expect(messages.map(({ text, count }) => [text, count])).toEqual([
    [expired, 2],
    [other, 1],
  ]);
});

test.each([
  [
    "times and ports",
    (at: number) =>
      `2026-11-28 02:30:${10 + (at % 50)}.61${at} I | embed: rejected connection from "127.0.0.1:${30_000 + at}" (error "remote error: tls: bad certificate", ServerName "")`,
  ],
  ["process numbers", (at: number) => `Nov 28 02:30:10 cp-1 kube-apiserver[${at}]: ${other}`],
  ["klog's heads", (at: number) => `E1128 02:30:10.${100_000 + at}       1 authentication.go:63] ${other}`],
  ["current times", (at: number) => expired.replace("03:04:05", `03:${10 + (at % 50)}:05`)],
])("the same message with other %s is one message, with its count", (_, lineOf) => {
  const text = Array.from({ length: 500 }, (_, at) => lineOf(at)).join("\n");
  const { messages, lines } = collect(text);
  expect([messages.length, messages[0]?.count, lines]).toEqual([1, 500, 500]);
});

test.each([
  ["another address", other.replace("10.96.0.1", "10.96.0.2")],
  ["another user", 'nodes is forbidden: User "a" cannot list'],
  ["another machine", `Nov 28 02:30:10 cp-2 kubelet[1]: ${other}`],
])("%s is another message", (_, line) => {
  expect(collect(`${other}\n${line}\nnodes is forbidden: User "b" cannot list`).messages).toHaveLength(3);
});

test("of a long line, the beginning is read", () => {
  const long = "x".repeat(20_000);
  expect(summary(collect(`${other} ${long}\n${long} ${other}\n`))).toEqual({
    messages: [["go-other-names", 1]],
    lines: 2,
    dropped: 0,
  });
  expect(collect(...(`${other} ${long}${long}`.match(/.{1,1000}/g) as string[])).messages).toHaveLength(1);
});

test("no more than a thousand messages are kept, and the others counted", () => {
  const text = Array.from({ length: 5000 }, (_, at) => `${other.slice(0, -10)} n${at}.example`).join("\n");
  const { messages, lines, dropped } = collect(`${text}\n${expired}`);
  expect([messages.length, lines, dropped]).toEqual([1001, 5001, 4000]);
  expect(messages.at(-1)?.row.id).toBe("go-expired");
});

test("of very many lines that differ, the first of another kind is still found", () => {
  const text = Array.from({ length: 30_000 }, (_, at) => `${other.slice(0, -10)} n${at}.example`).join("\n");
  const { messages, dropped } = collect(`${text}\n${expired}\n`);
  expect([messages.length, dropped, messages.at(-1)?.row.id]).toEqual([1001, 29_000, "go-expired"]);
});

test("what is no text is passed over", () => {
  const bytes = new Uint8Array([0xff, 0xfe, 0, 0x80, 0x0a, ...new TextEncoder().encode(`${other}\xff\n`)]);
  expect(collect(new TextDecoder().decode(bytes)).messages).toHaveLength(1);
  expect(summary(collect(""))).toEqual({ messages: [], lines: 0, dropped: 0 });
});
