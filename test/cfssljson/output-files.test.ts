import { formatContents, type SplitRules, splitResult } from "../../src/cfssljson/output-files.js";
import { parseResult } from "../../src/cfssljson/response.js";

const nested: SplitRules = { bundle: "nested" };
const plain: SplitRules = { bundle: "plain" };

function split(json: string, rules: SplitRules) {
  return splitResult(parseResult(new TextEncoder().encode(json)), rules).map((file) => [
    file.suffix,
    file.mode.toString(8),
    new TextDecoder("latin1").decode(file.contents),
    formatContents(file),
  ]);
}

describe.each([
  ["nested bundles", nested],
  ["plain bundles", plain],
])("with %s", (_, rules) => {
  test.each([
    ["cert", ".pem", "664"],
    ["certificate", ".pem", "664"],
    ["key", "-key.pem", "600"],
    ["private_key", "-key.pem", "600"],
    ["csr", ".csr", "644"],
    ["certificate_request", ".csr", "644"],
  ])("%s gives NAME%s with mode %s, unless it is empty", (key, suffix, mode) => {
    expect(split(`{"${key}":"QUJD"}`, rules)).toEqual([[suffix, mode, "QUJD", "QUJD"]]);
    expect(split(`{"${key}":""}`, rules)).toEqual([]);
  });

  test("encrypted_key gives a binary file, even an empty one", () => {
    expect(split('{"encrypted_key":"E\\u0000"}', rules)).toEqual([["-key.enc", "600", "E\0", "RQA="]]);
    expect(split('{"encrypted_key":""}', rules)).toEqual([["-key.enc", "600", "", ""]]);
  });

  test("ocspResponse is decoded, and printed without its line breaks and spare bits", () => {
    expect(split('{"ocspResponse":"AAEC"}', rules)).toEqual([["-response.der", "644", "\0\x01\x02", "AAEC"]]);
    expect(split('{"ocspResponse":"Q\\nR==\\n"}', rules)).toEqual([["-response.der", "644", "A", "QQ=="]]);
    expect(split('{"ocspResponse":""}', rules)).toEqual([["-response.der", "644", "", ""]]);
  });

  test.each([
    ["!", 0],
    ["QQ", 0],
    ["QQ==QQ==", 4],
  ])("an ocspResponse of %s is refused", (text, offset) => {
    const message = `Failed to parse ocspResponse: illegal base64 data at input byte ${offset}`;
    expect(() => split(`{"cert":"C","ocspResponse":"${text}"}`, rules)).toThrow(
      expect.objectContaining({ name: "GoError", message }),
    );
  });

  test("the first name of an alias wins, even when it is empty", () => {
    expect(split('{"certificate":"B","cert":"A"}', rules)).toEqual([[".pem", "664", "A", "A"]]);
    expect(split('{"cert":"","certificate":"x"}', rules)).toEqual([]);
  });

  test("keys are exact and other members do not matter", () => {
    expect(split('{"CERT":"x","cert ":1,"y":[{}]}', rules)).toEqual([]);
    expect(split("{}", rules)).toEqual([]);
    expect(split("null", rules)).toEqual([]);
  });

  test.each([
    ['{"cert":1}', '"cert" must be a string, but is a number'],
    ['{"certificate":true}', '"certificate" must be a string, but is a boolean'],
    ['{"key":null}', '"key" must be a string, but is null'],
    ['{"private_key":{}}', '"private_key" must be a string, but is an object'],
    ['{"encrypted_key":["x"]}', '"encrypted_key" must be a string, but is an array'],
    ['{"csr":0}', '"csr" must be a string, but is a number'],
    ['{"certificate_request":0}', '"certificate_request" must be a string, but is a number'],
    ['{"ocspResponse":0}', '"ocspResponse" must be a string, but is a number'],
    ['{"ocspResponse":0,"key":[],"cert":"C"}', '"key" must be a string, but is an array'],
    ['{"cert":null,"certificate":"x"}', '"cert" must be a string, but is null'],
  ])("%s causes a panic that tells what is wrong", (json, reason) => {
    expect(() => split(json, rules)).toThrow(
      expect.objectContaining({ name: "GoPanic", message: `cannot split the input: its member ${reason}` }),
    );
  });
});

const everything =
  '{"ocspResponse":"AA==","csr":"R","key":"K","cert":"C","encrypted_key":"E","bundle":"PLAIN",' +
  '"result":{"bundle":{"bundle":"BUN","root":"ROOT"}}}';

test("files come in a fixed order, and a nested bundle gives two of them", () => {
  expect(split(everything, nested).map(([suffix, mode, , shown]) => [suffix, mode, shown])).toEqual([
    [".pem", "664", "C"],
    ["-key.pem", "600", "K"],
    ["-key.enc", "600", "RQ=="],
    [".csr", "644", "R"],
    ["-bundle.pem", "644", "BUN\nROOT"],
    ["-root.pem", "644", "ROOT"],
    ["-response.der", "644", "AA=="],
  ]);
});

test("files come in a fixed order, and a plain bundle gives one of them", () => {
  expect(split(everything, plain).map(([suffix, , , shown]) => [suffix, shown])).toEqual([
    [".pem", "C"],
    ["-key.pem", "K"],
    ["-key.enc", "RQ=="],
    [".csr", "R"],
    ["-bundle.pem", "PLAIN"],
    ["-response.der", "AA=="],
  ]);
});

describe("a nested bundle", () => {
  test("is written even when it is empty", () => {
    expect(split('{"result":{"bundle":{"bundle":"","root":""}}}', nested)).toEqual([
      ["-bundle.pem", "644", "\n", "\n"],
      ["-root.pem", "644", "", ""],
    ]);
  });

  test.each(['{"result":"x"}', '{"result":null}', '{"result":{"bundle":5}}', '{"bundle":{"bundle":"B","root":"R"}}'])(
    "is not in %s",
    (json) => {
      expect(split(json, nested)).toEqual([]);
    },
  );

  test.each([
    ['{"result":{"bundle":{"root":"R"}}}', "inner bundle parsing failed!"],
    ['{"result":{"bundle":{"bundle":5,"root":"R"}}}', "inner bundle parsing failed!"],
    ['{"result":{"bundle":{"bundle":"B"}}}', "root parsing failed!"],
    ['{"cert":"C","result":{"bundle":{"bundle":"B","root":null}},"ocspResponse":1}', "root parsing failed!"],
  ])("%s is refused", (json, message) => {
    expect(() => split(json, nested)).toThrow(new Error(message));
  });
});

test("a plain bundle is written even when it is empty", () => {
  expect(split('{"bundle":""}', plain)).toEqual([["-bundle.pem", "644", "", ""]]);
});

test("a plain bundle must be a string", () => {
  expect(() => split('{"bundle":{"bundle":"B"}}', plain)).toThrow('"bundle" must be a string, but is an object');
});
