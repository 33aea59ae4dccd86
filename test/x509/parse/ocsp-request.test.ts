import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { explicit, octetString, sequence } from "../../../src/x509/encode/der.js";
import { encodeExtensions } from "../../../src/x509/encode/extensions.js";
import { encodeCertId } from "../../../src/x509/encode/ocsp.js";
import type { CertId } from "../../../src/x509/model/ocsp.js";
import { ocspObject } from "../../../src/x509/model/oid.js";
import { parseAnyRequest, parseOcspNonce, parseOcspRequest } from "../../../src/x509/parse/ocsp-request.js";

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

/** What a reader says: the certificate or the text of the error. */
function outcome(read: typeof parseOcspRequest, der: Uint8Array): unknown {
  try {
    return read(der, v165.issuing.parser);
  } catch (cause) {
    if (cause instanceof GoError) return cause.message;
    throw cause;
  }
}

test("the short way of reading a request agrees with the long one", () => {
  const change = fc.tuple(fc.nat(127), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2, 4, 20, 48, 127, 128)));
  const serials = fc.oneof(fc.bigInt(-300n, 300n), fc.bigInt(0n, 1n << 168n), fc.bigInt(-(1n << 500n), 1n << 500n));
  fc.assert(
    fc.property(serials, fc.array(change, { maxLength: 2 }), fc.nat(2), (serial, changes, more) => {
      const whole = sequence(sequence(sequence(sequence(encodeCertId({ ...certId, serial })))));
      const der = Uint8Array.of(...whole, ...new Uint8Array(more));
      for (const [at, byte] of changes) if (at < der.length) der[at] = byte;
      expect(outcome(parseOcspRequest, der)).toEqual(outcome(parseAnyRequest, der));
    }),
    { numRuns: 3000 },
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
