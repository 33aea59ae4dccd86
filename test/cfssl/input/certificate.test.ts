import { parsePemCertificate, parsePemCertificates } from "../../../src/cfssl/input/certificate.js";
import { encodePem } from "../../../src/go/pem.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { certificate, int } from "../../support/der/build.js";
import { oddMessages } from "../../support/der/odd-messages.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const one = encodePem("CERTIFICATE", certificate({}));
const two = encodePem("CERTIFICATE", certificate({ serial: int(2) }));
const message = encodePem("PKCS7", oddMessages["message with two certificates"]?.() ?? new Uint8Array());

function context() {
  const logged: string[] = [];
  return { log: { debug: (line: string) => logged.push(line) }, rules: v165.issuing, logged };
}

const serials = (text: string) => parsePemCertificates(bytes(text), context()).map(({ serialNumber }) => serialNumber);

describe("parsePemCertificates", () => {
  test("reads all blocks in order, and PKCS #7 messages too", () => {
    expect(serials(`${one}between\n${two}\n`)).toEqual([1n, 2n]);
    expect(serials(two + message)).toEqual([2n, 1n, 2n]);
    expect(serials(" \n")).toEqual([]);
  });

  test.each([
    [`${one}behind\n`, 1002, "Failed to decode certificate"],
    [one + encodePem("CERTIFICATE", Uint8Array.of(5, 0)), 1003, "Failed to parse certificate"],
  ])("refuses trailing text and blocks without a certificate", (text, code, reason) => {
    expect(() => serials(text)).toThrow(expect.objectContaining({ code, message: reason }));
  });
});

test("parsePemCertificate logs why there is no certificate", () => {
  const { logged, ...where } = context();
  expect(() => parsePemCertificate(bytes(encodePem("CERTIFICATE", Uint8Array.of(0x30, 0))), where)).toThrow(
    expect.objectContaining({ code: 1003, message: "Failed to parse certificate" }),
  );
  expect(logged).toEqual([
    'Certificate parsing error: {"code":1003,"message":"asn1: syntax error: sequence truncated"}',
  ]);
});
