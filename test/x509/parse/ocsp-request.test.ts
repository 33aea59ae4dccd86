import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { explicit, octetString, sequence } from "../../../src/x509/encode/der.js";
import { encodeExtensions } from "../../../src/x509/encode/extensions.js";
import { encodeCertId } from "../../../src/x509/encode/ocsp.js";
import type { CertId } from "../../../src/x509/model/ocsp.js";
import { ocspObject } from "../../../src/x509/model/oid.js";
import { parseOcspNonce, parseOcspRequest } from "../../../src/x509/parse/ocsp-request.js";

const certId: CertId = {
  hash: "SHA-1",
  issuerNameHash: new Uint8Array(20).fill(1),
  issuerKeyHash: new Uint8Array(20).fill(2),
  serial: 0x1234567890abcdefn,
};
const requests = sequence(sequence(encodeCertId(certId)));
const plain = sequence(sequence(requests));
const parse = (der: Uint8Array) => parseOcspRequest(der, v165.issuing.parser);

test("a request gives the first certificate that it asks about", () => expect(parse(plain)).toEqual(certId));

test("a request with a trailing byte is refused", () => {
  expect(() => parse(Uint8Array.of(...plain, 0))).toThrow(new GoError("trailing data in OCSP request"));
});

test("any change of a request is read or refused in Go's words", () => {
  const change = fc.tuple(fc.nat(plain.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(plain.length), (changes, length) => {
      const der = plain.slice(0, length === 0 ? plain.length : length);
      for (const [at, byte] of changes) if (at < der.length) der[at] = byte;
      try {
        expect(typeof parse(der).serial).toBe("bigint");
      } catch (cause) {
        expect(cause).toBeInstanceOf(GoError);
      }
    }),
  );
});

function withNonce(length: number): Uint8Array {
  const value = octetString(new Uint8Array(length).fill(7));
  const extensions = encodeExtensions([{ id: ocspObject.nonce, critical: false, value }]);
  return sequence(sequence(requests, explicit(2, extensions)));
}

test("the nonce is found, and one of no bytes or of more than 128 is refused (RFC 9654 §2.1)", () => {
  expect(parseOcspNonce(plain)).toBeNull();
  expect(parseOcspNonce(withNonce(32))).toEqual(octetString(new Uint8Array(32).fill(7)));
  for (const length of [0, 129]) expect(() => parseOcspNonce(withNonce(length))).toThrow(`a nonce of ${length} bytes`);
});
