import { defaultProfile } from "../../../src/cfssl/config/policy.js";
import { readMadeRequest } from "../../../src/cfssl/signer/request.js";
import { v120 } from "../../../src/release/v1-2-0.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { encodeName, nameToRdns } from "../../../src/x509/encode/name.js";
import { hex, name, request, seq } from "../../support/der/build.js";

const title = "2.5.4.12";

/** The subject of a certificate for a request whose title has this value, a complete DER element. */
async function subjectWith(value: Uint8Array, rules = v165.issuing): Promise<Uint8Array> {
  const der = request({ subject: name([title, value]) });
  const { subject } = readMadeRequest(der, defaultProfile(), rules);
  return encodeName(nameToRdns(subject));
}

// What sign of the real 1.6.5 makes of a request's subject.
describe("an attribute that pkix.Name has no field for", () => {
  test.each([
    ["a BOOLEAN", "0101ff", "0101ff"],
    ["an INTEGER", "0201f9", "0201f9"],
    ["an INTEGER of 64 bits", "02087fffffffffffffff", "02087fffffffffffffff"],
    ["a BIT STRING", "03020780", "03020780"],
    ["a BIT STRING of no bits", "030100", "030100"],
    ["an OCTET STRING", "04020102", "04020102"],
    ["an OBJECT IDENTIFIER", "060355040c", "060355040c"],
    ["a UTCTime", "170d3439313233313233353935395a", "170d3439313233313233353935395a"],
    ["a UTCTime without seconds", "170b353030313031303030305a", "170d3530303130313030303030305a"],
    ["a UTCTime east", "17113230303130313030333030302b30313330", "17113230303130313030333030302b30313330"],
    ["a UTCTime west", "17113530303130313030333030302d30303330", "17113530303130313030333030302d30303330"],
    ["a GeneralizedTime of 1990", "180f31393930303130313030303030305a", "170d3930303130313030303030305a"],
    ["a GeneralizedTime of 1949", "180f31393439313233313233353935395a", "180f31393439313233313233353935395a"],
    ["a GeneralizedTime of 2050", "180f32303530303130313030303030305a", "180f32303530303130313030303030305a"],
    ["a time east", "181332303530303130313030333030302b30313030", "181332303530303130313030333030302b30313030"],
    ["a fraction of a second", "181132303230303130313030303030302e355a", "170d3230303130313030303030305a"],
    ["the year 0", "180f30303030303130313030303030305a", "180f30303030303130313030303030305a"],
    ["an IA5String", "1603614062", "0c03614062"],
    ["a BMPString", "1e020061", "130161"],
  ])("goes into the certificate when it is %s", async (_, given, made) => {
    expect(await subjectWith(hex(given))).toEqual(name([title, hex(made)]));
  });

  test.each([
    ["a NULL", "0500"],
    ["an ENUMERATED", "0a0101"],
    ["a SEQUENCE", "30020500"],
    ["a VisibleString", "1a0161"],
    ["of a context-specific type", "800161"],
  ])("cannot be written when it is %s", async (_, given) => {
    await expect(subjectWith(hex(given))).rejects.toThrow("asn1: cannot marshal nil value");
  });

  test("is left out by 1.2.0", async () => {
    expect(await subjectWith(hex("0500"), v120.issuing)).toEqual(seq());
  });
});
