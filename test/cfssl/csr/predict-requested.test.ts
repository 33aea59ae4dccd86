import fc from "fast-check";
import { defaultProfile } from "../../../src/cfssl/config/policy.js";
import { generateRequest } from "../../../src/cfssl/csr/generate.js";
import type { RequestedCertificate } from "../../../src/cfssl/csr/requested.js";
import { decodeRequest } from "../../../src/cfssl/csr/shape.js";
import { isExpected } from "../../../src/cfssl/errors.js";
import { readMadeRequest } from "../../../src/cfssl/signer/request.js";
import { GoPanic } from "../../../src/go/errors.js";
import { encodeUtf8 } from "../../../src/go/utf8.js";
import { resolveOptions } from "../../../src/library/resolve-options.js";
import { encodeName, nameToRdns } from "../../../src/x509/encode/name.js";
import { keyFixture } from "../../x509/recorded.js";

const text = fc.string({ unit: fc.constantFrom(..."ab Z0.-_@:/*é语[]%"), maxLength: 12 });
const host = fc.oneof(
  text,
  fc.constantFrom("a.example", "10.0.0.1", "::1", "::ffff:10.0.0.1", "x@a.example", "*.a.example", "https://a/b", ""),
);
const member = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const request = fc.record({
  CN: member(text),
  names: member(
    fc.array(fc.record({ C: member(text), O: member(text), OU: member(text), E: member(text) }), { maxLength: 3 }),
  ),
  hosts: member(fc.array(host, { maxLength: 5 })),
  serialnumber: member(text),
  ca: member(fc.record({ pathlen: member(fc.integer({ min: -2, max: 3 })), pathlenzero: member(fc.boolean()) })),
  crl_url: member(text),
});

/** What issuing depends on: the encoded name, and everything else. */
function comparable({ subject, ...rest }: RequestedCertificate) {
  return { ...rest, subject: encodeName(nameToRdns(subject)) };
}

/**
 * gencert issues for what a request is predicted to ask for, and reads it back only if that cannot be predicted. Both
 * must agree. Otherwise a certificate would depend on which way was taken.
 */
test.each(["1.6", "1.2"] as const)(
  "what a request of %s is predicted to ask for is what reading it finds",
  async (compat) => {
    const { context } = resolveOptions({ compat });
    const key = await keyFixture("leaf-ecdsa-256");
    let predicted = 0;
    await fc.assert(
      fc.asyncProperty(request, async (json) => {
        const spec = decodeRequest(encodeUtf8(JSON.stringify(json)), context.rules);
        const made = await generateRequest(spec, key, context).catch((cause: unknown) => {
          if (cause instanceof GoPanic || isExpected(cause)) return null;
          throw cause;
        });
        if (!made?.requested) return;
        predicted++;
        const read = readMadeRequest(made.der, defaultProfile(), context.rules);
        expect(comparable(made.requested)).toEqual(comparable(read));
      }),
      { numRuns: 300 },
    );
    expect(predicted).toBeGreaterThan(50);
  },
);
