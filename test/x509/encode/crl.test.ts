import { int, rawValue, sequence, time as timeType } from "../../../src/go/asn1/types.js";
import { unmarshal } from "../../../src/go/asn1/unmarshal.js";
import { createCrl } from "../../../src/x509/encode/crl.js";
import { parseCertificate } from "../../../src/x509/parse/index.js";
import { fromBase64, keyFixture, pemFixture, recorded, rulesOf, toBase64 } from "../recorded.js";

interface Row {
  readonly name: string;
  readonly key: string;
  readonly serials: readonly string[];
  readonly list: string;
}

const { parser } = rulesOf["1.6.5"];

/** The thisUpdate and nextUpdate of a list. */
function momentsOf(der: Uint8Array) {
  const tbsCertList = sequence("", {
    version: [int],
    algorithm: [rawValue],
    issuer: [rawValue],
    thisUpdate: [timeType(parser)],
    nextUpdate: [timeType(parser)],
  });
  const { thisUpdate, nextUpdate } = unmarshal(sequence("", { tbs: [tbsCertList] }), der).value.tbs;
  return { thisUpdate: thisUpdate.seconds, nextUpdate: nextUpdate.seconds };
}

test.each(recorded<Row>("lists"))("a list of $name is upstream's to the byte", async ({ key, serials, list }) => {
  const issuer = parseCertificate(pemFixture(`${key}.pem`), parser);
  const moments = momentsOf(fromBase64(list));
  const entries = serials.map((serial) => ({ serial: BigInt(serial), seconds: moments.thisUpdate }));
  const template = { issuer: issuer.subject, ...moments, entries, authorityKeyId: issuer.subjectKeyId };
  expect(toBase64(await createCrl(template, await keyFixture(key)))).toBe(list);
});

test("a list has no extensions if the issuer has no key identifier", async () => {
  const template = { issuer: parseCertificate(pemFixture("ca-without-ski.pem"), parser).subject, entries: [] };
  const moments = { thisUpdate: 0, nextUpdate: 1, authorityKeyId: new Uint8Array() };
  const list = await createCrl({ ...template, ...moments }, await keyFixture("ca-ed25519"));
  expect(Buffer.from(list).includes(Buffer.from("551d23", "hex"))).toBe(false);
  expect(momentsOf(list)).toEqual({ thisUpdate: 0, nextUpdate: 1 });
});
