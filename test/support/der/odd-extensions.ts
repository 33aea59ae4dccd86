import {
  bits,
  bool,
  certificate,
  type Der,
  extension,
  hex,
  int,
  latin,
  name,
  nul,
  octetString,
  oid,
  seq,
  set,
  text,
  tlv,
  yes,
} from "./build.js";

const extended = (...extensions: readonly Der[]) => certificate({ extensions });
const ids = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  altName: "2.5.29.17",
  issuerAltName: "2.5.29.18",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  distributionPoints: "2.5.29.31",
  policies: "2.5.29.32",
  mappings: "2.5.29.33",
  authorityKeyId: "2.5.29.35",
  policyConstraints: "2.5.29.36",
  extKeyUsage: "2.5.29.37",
  inhibitAnyPolicy: "2.5.29.54",
  authorityInfo: "1.3.6.1.5.5.7.1.1",
};

const altNames = (...names: readonly Der[]) => extended(extension(ids.altName, seq(...names)));
const dns = (host: string) => text(0x82, host);
const uri = (reference: string) => text(0x86, reference);
const permitted = (...subtrees: readonly Der[]) => constrained(tlv(0xa0, ...subtrees));
const excluded = (...subtrees: readonly Der[]) => constrained(tlv(0xa1, ...subtrees));
const constrained = (...parts: readonly Der[]) => extended(extension(ids.nameConstraints, seq(...parts), yes));
const constraints = (extensionValue: Der) => extended(extension(ids.basicConstraints, extensionValue, yes));
const points = (...list: readonly Der[]) => extended(extension(ids.distributionPoints, seq(...list)));
const access = (...list: readonly Der[]) => extended(extension(ids.authorityInfo, seq(...list)));
const policies = (...list: readonly Der[]) => extended(extension(ids.policies, seq(...list)));
const keyId = (value: Der) => extended(extension(ids.subjectKeyId, value));
const authority = (value: Der) => extended(extension(ids.authorityKeyId, value));

const uris = [
  ..."http://example.com/|HTTP://Example.COM:80/a?b#c|http://user:pass@host/|mailto:a@b|urn:uuid:1|//host/path|/path|path".split(
    "|",
  ),
  ..."a:b:c|1:2|:x|http://|http:///x|http://a b/|http://a/ b|http://%41/|http://a/%zz|http://a/%41%2f|http://[::1]:1/".split(
    "|",
  ),
  ..."http://[::1|http://[fe80::1%25en0]/|http://a:b/|http://a:/|http://.a/|http://a./|http://a..b/|http://./|http://a_b/".split(
    "|",
  ),
  ..."http://*.a/|http://a:99999/|http://1.2.3.4/|http://a\x7fb/|http://a\nb/|?query|#fragment|a?|http://a?|http://a/?#|*|host:80".split(
    "|",
  ),
  ..."http://a^b/|http://a{b}/|http://\xe9/|spiffe://td/workload|ldap:///cn=x,dc=y?z?base|http://a@b@c/|http://a%20b/|".split(
    "|",
  ),
];

const domains =
  'example.com|.example.com|..example.com|example.com.|.|a..b|*.a|a b|a_b|10.0.0.1|::1|\x7f|\xe9|a@b|@b|a@|"a b"@c|a..b@c|.a@b|a.@b|\\ a@b|"a@b|a@.b|a@b.|a@b@c\\\\|a b@c|"a"b@c|Joe.\\\\Blow@c|"a\\\\"b c"@d|a\\\\|a\\\\..b@c|'.split(
    "|",
  );

/** Certificates with rare or malformed extensions. The title of each says what is odd. */
export const oddExtensions: Readonly<Record<string, () => Der>> = {
  "no extension in the list": () => certificate({ extensionPart: tlv(0xa3, seq()) }),
  "extensions without list": () => certificate({ extensionPart: tlv(0xa3) }),
  "extensions as a set": () => certificate({ extensionPart: tlv(0xa3, set()) }),
  "extensions under a primitive tag": () => certificate({ extensionPart: tlv(0x83, seq()) }),
  "two lists of extensions": () => certificate({ extensionPart: tlv(0xa3, seq(), seq(nul())) }),
  "extension that is no sequence": () => extended(nul()),
  "extension without OID": () => extended(seq(octetString([1]))),
  "extension without value": () => extended(seq(oid("1.2.3"))),
  "extension with a bit string for its value": () => extended(seq(oid("1.2.3"), bits(0, [1]))),
  "extension with more behind its value": () => extended(seq(oid("1.2.3"), octetString([1]), nul())),
  "extension critical false in words": () => extended(extension("1.2.3", nul(), bool(0))),
  "extension critical 01": () => extended(extension("1.2.3", nul(), bool(1))),
  "extension critical without octet": () => extended(extension("1.2.3", nul(), tlv(0x01))),
  "extension critical of two octets": () => extended(extension("1.2.3", nul(), tlv(0x01, [255, 255]))),
  "unknown critical extension": () => extended(extension("1.2.3", nul(), yes)),
  "unknown extension twice": () => extended(extension("1.2.3", nul()), extension("1.2.3", nul())),
  "known extension twice": () => {
    const one = extension(ids.subjectKeyId, octetString([1]));
    return extended(one, extension("1.2.3", nul()), one);
  },
  "value without octets": () => extended(extension("1.2.3", new Uint8Array())),
  "issuerAltName of junk": () => extended(extension(ids.issuerAltName, hex("ffff"))),
  "OID 2.5.29.14.1": () => extended(extension("2.5.29.14.1", hex("ff"), yes)),

  subjectKeyIdentifier: () => keyId(octetString([0x01, 0x02, 0x0a, 0xff, 0x00])),
  "subjectKeyIdentifier without octets": () => keyId(octetString()),
  "subjectKeyIdentifier of one octet": () => keyId(octetString([5])),
  "subjectKeyIdentifier not in an octet string": () => keyId(bits(0, [1])),
  "subjectKeyIdentifier bare": () => keyId(hex("0102030405")),
  "subjectKeyIdentifier with more behind it": () => keyId(hex("0401 05 0500")),
  "subjectKeyIdentifier empty": () => keyId(new Uint8Array()),
  "subjectKeyIdentifier critical": () => extended(extension(ids.subjectKeyId, octetString([1, 2]), yes)),
  "subjectKeyIdentifier constructed": () => keyId(tlv(0x24, octetString([1]))),
  authorityKeyIdentifier: () => authority(seq(tlv(0x80, [0x00, 0x0f, 0xf0]))),
  "authorityKeyIdentifier of issuer and serial number": () =>
    authority(seq(tlv(0xa1, tlv(0xa4, name())), tlv(0x82, [1]))),
  "authorityKeyIdentifier of all three": () =>
    authority(seq(tlv(0x80, [7]), tlv(0xa1, tlv(0xa4, name())), tlv(0x82, [1]))),
  "authorityKeyIdentifier in the wrong order": () => authority(seq(tlv(0x82, [1]), tlv(0x80, [7]))),
  "authorityKeyIdentifier without anything": () => authority(seq()),
  "authorityKeyIdentifier with a key of no octets": () => authority(seq(tlv(0x80))),
  "authorityKeyIdentifier with a constructed key": () => authority(seq(tlv(0xa0, octetString([1])))),
  "authorityKeyIdentifier that is cut": () => authority(hex("3003 8005 01")),
  "authorityKeyIdentifier cut inside": () => authority(hex("3003 8005 01 0000")),
  "authorityKeyIdentifier with more behind it": () => authority(hex("3003 800105 0500")),
  "authorityKeyIdentifier as an octet string": () => authority(octetString([1, 2])),
  "authorityKeyIdentifier critical": () => extended(extension(ids.authorityKeyId, seq(tlv(0x80, [1])), yes)),

  "keyUsage of one bit": () => extended(extension(ids.keyUsage, bits(7, [0x80]))),
  "keyUsage of nine bits": () => extended(extension(ids.keyUsage, bits(7, [0xff, 0x80]), yes)),
  "keyUsage of twenty bits": () => extended(extension(ids.keyUsage, bits(4, [0xff, 0xff, 0xf0]))),
  "keyUsage of no bits": () => extended(extension(ids.keyUsage, bits(0))),
  "keyUsage with unused bits that are set": () => extended(extension(ids.keyUsage, bits(7, [0xff]))),
  "keyUsage with trailing zeros": () => extended(extension(ids.keyUsage, bits(0, [0x06, 0]))),
  "keyUsage without octets": () => extended(extension(ids.keyUsage, tlv(0x03))),
  "keyUsage that is no bit string": () => extended(extension(ids.keyUsage, octetString([6]))),
  "keyUsage with more behind it": () => extended(extension(ids.keyUsage, hex("03020106 00"))),
  extKeyUsage: () =>
    extended(extension(ids.extKeyUsage, seq(oid("1.3.6.1.5.5.7.3.1"), oid("1.2.3"), oid("2.5.29.37.0")))),
  "extKeyUsage twice the same": () => extended(extension(ids.extKeyUsage, seq(oid("1.2.3"), oid("1.2.3")))),
  "extKeyUsage of nothing": () => extended(extension(ids.extKeyUsage, seq())),
  "extKeyUsage of an integer": () => extended(extension(ids.extKeyUsage, seq(int(1)))),
  "extKeyUsage as an OID": () => extended(extension(ids.extKeyUsage, oid("1.2.3"))),
  "extKeyUsage with more behind it": () => extended(extension(ids.extKeyUsage, hex("3004 06022a03 0500"))),

  "basicConstraints of nothing": () => constraints(seq()),
  "basicConstraints CA": () => constraints(seq(yes)),
  "basicConstraints CA false in words": () => constraints(seq(bool(0))),
  "basicConstraints CA 01": () => constraints(seq(bool(1))),
  "basicConstraints with path length 0": () => constraints(seq(yes, int(0))),
  "basicConstraints with path length -1": () => constraints(seq(yes, int(0xff))),
  "basicConstraints with a negative path length": () => constraints(seq(yes, int(0x80))),
  "basicConstraints with a path length of 63 bits": () =>
    constraints(seq(yes, int(0x7f, 255, 255, 255, 255, 255, 255, 255))),
  "basicConstraints with a path length of 64 bits": () =>
    constraints(seq(yes, int(0, 255, 255, 255, 255, 255, 255, 255, 255))),
  "basicConstraints with a path length of 65 bits": () => constraints(seq(yes, int(1, 0, 0, 0, 0, 0, 0, 0, 0))),
  "basicConstraints with a path length not minimal": () => constraints(seq(yes, int(0, 1))),
  "basicConstraints with a path length alone": () => constraints(seq(int(3))),
  "basicConstraints with more inside": () => constraints(seq(yes, int(3), nul())),
  "basicConstraints with something else inside": () => constraints(seq(nul())),
  "basicConstraints with more behind it": () => constraints(hex("3000 0500")),
  "basicConstraints as a set": () => constraints(set(yes)),
  "basicConstraints empty": () => constraints(new Uint8Array()),

  "all kinds of alternative names": () =>
    altNames(
      tlv(0xa0, oid("1.3.6.1.4.1.311.20.2.3"), tlv(0xa0, text(0x0c, "upn@x"))),
      text(0x81, "a@b.example"),
      dns("example.com"),
      tlv(0xa3, seq()),
      tlv(0xa4, name(["2.5.4.3", text(0x0c, "dir")])),
      tlv(0xa5, tlv(0xa1, text(0x0c, "edi"))),
      uri("https://example.com/x"),
      tlv(0x87, [10, 0, 0, 1]),
      tlv(0x87, [...new Array<number>(15).fill(0), 1]),
      tlv(0x88, [0x2a, 3]),
      dns("*.example.org"),
      tlv(0x87, [...new Array<number>(10).fill(0), 255, 255, 1, 2, 3, 4]),
      tlv(0x87, [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]),
    ),
  "alternative names of nothing": () => altNames(),
  "alternative names of nothing, critical": () => extended(extension(ids.altName, seq(), yes)),
  "alternative names of kinds that are passed over": () =>
    altNames(tlv(0xa4, name()), tlv(0x88, [0x2a, 3]), tlv(0x89, [1])),
  "alternative name under a universal tag": () => altNames(text(0x16, "example.com"), text(0x02, "x"), text(0xc2, "y")),
  "constructed dNSName": () => altNames(tlv(0xa2, text(0x16, "example.com"))),
  "constructed iPAddress": () => altNames(tlv(0xa7, octetString([1, 2, 3, 4]))),
  "dNSName without octets": () => altNames(dns("")),
  "dNSName with odd characters": () => altNames(dns('a b\0<"\\\x7f')),
  "dNSName with a high octet": () => altNames(dns("caf\xe9")),
  "rfc822Name with a high octet": () => altNames(text(0x81, "caf\xe9@x")),
  "rfc822Name that is none": () => altNames(text(0x81, "not an address")),
  "iPAddress without octets": () => altNames(tlv(0x87)),
  ...Object.fromEntries(
    [3, 5, 8, 15, 17, 32].map((size) => [
      `iPAddress of ${size} octets`,
      () => altNames(tlv(0x87, new Array<number>(size).fill(1))),
    ]),
  ),
  "alternative names as a set": () => extended(extension(ids.altName, set(dns("a")))),
  "alternative names with more behind them": () => extended(extension(ids.altName, latin("0\x03\x82\x01a\x05\0"))),
  "alternative names that are cut": () => extended(extension(ids.altName, latin("0\x04\x82\x05ab"))),
  "alternative name that is cut": () => altNames(latin("\x82\x05ab")),
  "alternative name with a tag number above 30": () => altNames(tlv([0x9f, 0x1f], [1])),
  "subjectAltName before an error": () =>
    extended(extension(ids.altName, seq(dns("a"))), extension(ids.keyUsage, nul())),
  ...Object.fromEntries(uris.map((reference) => [`URI ${JSON.stringify(reference)}`, () => altNames(uri(reference))])),

  "nameConstraints of nothing": () => constrained(),
  "nameConstraints with empty subtrees": () => permitted(),
  "nameConstraints with empty subtrees twice": () => constrained(tlv(0xa0), tlv(0xa1)),
  "nameConstraints with one side empty": () => constrained(tlv(0xa0, seq(dns("a"))), tlv(0xa1)),
  "nameConstraints in the wrong order": () => constrained(tlv(0xa1, seq(dns("a"))), tlv(0xa0, seq(dns("b")))),
  "nameConstraints with more inside": () => constrained(tlv(0xa0, seq(dns("a"))), nul()),
  "nameConstraints with more behind it": () =>
    extended(extension(ids.nameConstraints, hex("3007 a005 3003 820161 0500"))),
  "nameConstraints that are not critical": () =>
    extended(extension(ids.nameConstraints, seq(tlv(0xa0, seq(dns("a")))))),
  "nameConstraints as a set": () => extended(extension(ids.nameConstraints, set(tlv(0xa0, seq(dns("a")))))),
  "subtree that is no sequence": () => permitted(dns("a")),
  "subtree of nothing": () => permitted(seq()),
  "subtree with minimum and maximum": () => permitted(seq(dns("a"), tlv(0x80, [0]), tlv(0x81, [1]))),
  "subtree of a directory name": () => permitted(seq(tlv(0xa4, name()))),
  "subtree of a registered ID": () => excluded(seq(tlv(0x88, [0x2a, 3]))),
  ...Object.fromEntries(
    domains.flatMap((domain) => [
      [`dNSName constraint ${JSON.stringify(domain)}`, () => permitted(seq(dns(domain)))],
      [`rfc822Name constraint ${JSON.stringify(domain)}`, () => excluded(seq(text(0x81, domain)))],
      [`URI constraint ${JSON.stringify(domain)}`, () => permitted(seq(uri(domain)))],
    ]),
  ),
  ...Object.fromEntries(
    [
      "0a000000 ff000000",
      "0a000000 00000000",
      "0a000000 ffffffff",
      "0a000000 ff00ff00",
      "0a000000 ff0000fe",
      "0a0000 ff0000",
      "",
      "00000000 7fffffff",
    ].map((range) => [`iPAddress constraint ${range}`, () => permitted(seq(tlv(0x87, hex(range))))]),
  ),
  "iPAddress constraint of IPv6": () =>
    excluded(seq(tlv(0x87, hex(`${"20010db8".padEnd(32, "0")}${"ffffffff".padEnd(32, "0")}`)))),
  "iPAddress constraint of mapped IPv4": () =>
    excluded(seq(tlv(0x87, hex(`${"0".repeat(20)}ffff01020304${"f".repeat(32)}`)))),

  "distribution points": () =>
    points(
      seq(tlv(0xa0, tlv(0xa0, uri("http://a/1.crl"), uri("ldap://b/2")))),
      seq(tlv(0xa0, tlv(0xa0, tlv(0xa4, name()), uri("http://a/3.crl")))),
      seq(tlv(0xa2, tlv(0xa4, name()))),
      seq(),
    ),
  "distribution point relative to the issuer": () =>
    points(seq(tlv(0xa0, tlv(0xa1, set(seq(oid("2.5.4.3"), text(0x13, "x"))))))),
  "distribution point of nothing": () => points(seq(tlv(0xa0))),
  "distribution point with an empty name": () => points(seq(tlv(0xa0, tlv(0xa0)))),
  "distribution point with a primitive name": () => points(seq(tlv(0x80, [1]))),
  "distribution point that is no sequence": () => points(nul()),
  "distribution point with a URI of high octets": () => points(seq(tlv(0xa0, tlv(0xa0, uri("http://\xe9"))))),
  "distribution point that is cut": () => points(seq(tlv(0xa0, tlv(0xa0, latin("\x86\x05ab"))))),
  "distribution points of nothing": () => points(),
  "distribution points as a set": () => extended(extension(ids.distributionPoints, set())),

  "access descriptions": () =>
    access(
      seq(oid("1.3.6.1.5.5.7.48.1"), uri("http://ocsp")),
      seq(oid("1.3.6.1.5.5.7.48.2"), uri("http://ca")),
      seq(oid("1.3.6.1.5.5.7.48.2"), tlv(0xa4, name())),
      seq(oid("1.2.3"), uri("http://other")),
    ),
  "access description without location": () => access(seq(oid("1.3.6.1.5.5.7.48.1"))),
  "access description without method": () => access(seq(uri("http://ocsp"))),
  "access description that is no sequence": () => access(nul()),
  "access description that is cut": () => access(seq(oid("1.3.6.1.5.5.7.48.1"), latin("\x86\x05ab"))),
  "access descriptions of nothing": () => access(),
  "access descriptions as a set": () => extended(extension(ids.authorityInfo, set())),
  "access descriptions critical": () => extended(extension(ids.authorityInfo, seq(), yes)),

  "policies with qualifiers": () =>
    policies(seq(oid("2.5.29.32.0"), seq(seq(oid("1.3.6.1.5.5.7.2.1"), text(0x16, "http://cps")))), seq(oid("1.2.3"))),
  "policies twice the same": () => policies(seq(oid("1.2.3")), seq(oid("1.2.3"))),
  "policies of nothing": () => policies(),
  "policy of nothing": () => policies(seq()),
  "policy that is no sequence": () => policies(oid("1.2.3")),
  "policy that is no OID": () => policies(seq(int(1))),
  "policy with an OID of no octets": () => policies(seq(tlv(0x06))),
  "policy with an OID that is cut": () => policies(seq(tlv(0x06, [0x2a, 0x83]))),
  "policy with an OID of a leading 80": () => policies(seq(tlv(0x06, [0x2a, 0x80, 1]))),
  "policy with an arc of 64 bits": () => policies(seq(tlv(0x06, hex("2a 83 ffffffffffffff 7f")))),
  "policies with more behind them": () => extended(extension(ids.policies, hex("3000 0500"))),
  "policies as a set": () => extended(extension(ids.policies, set())),
  policyMappings: () => extended(extension(ids.mappings, seq(seq(oid("1.2.3"), oid("1.2.4"))), yes)),
  "policyMappings of one OID": () => extended(extension(ids.mappings, seq(seq(oid("1.2.3"))))),
  "policyMappings with OIDs of no octets": () => extended(extension(ids.mappings, seq(seq(tlv(0x06), tlv(0x06))))),
  "policyMappings of nothing": () => extended(extension(ids.mappings, seq())),
  "policyMappings of junk": () => extended(extension(ids.mappings, hex("ff"))),
  policyConstraints: () => extended(extension(ids.policyConstraints, seq(tlv(0x80, [0]), tlv(0x81, [5])), yes)),
  "policyConstraints negative": () => extended(extension(ids.policyConstraints, seq(tlv(0x80, [0xff])))),
  "policyConstraints not minimal": () => extended(extension(ids.policyConstraints, seq(tlv(0x80, [0, 1])))),
  "policyConstraints without octets": () => extended(extension(ids.policyConstraints, seq(tlv(0x81)))),
  "policyConstraints of 65 bits": () =>
    extended(extension(ids.policyConstraints, seq(tlv(0x80, hex("010000000000000000"))))),
  "policyConstraints in the wrong order": () =>
    extended(extension(ids.policyConstraints, seq(tlv(0x81, [0]), tlv(0x80, [])))),
  "policyConstraints of nothing": () => extended(extension(ids.policyConstraints, seq())),
  "policyConstraints of junk": () => extended(extension(ids.policyConstraints, hex("ff"))),
  inhibitAnyPolicy: () => extended(extension(ids.inhibitAnyPolicy, int(0), yes)),
  "inhibitAnyPolicy negative": () => extended(extension(ids.inhibitAnyPolicy, int(0xff))),
  "inhibitAnyPolicy of 65 bits": () => extended(extension(ids.inhibitAnyPolicy, tlv(0x02, hex("010000000000000000")))),
  "inhibitAnyPolicy of junk": () => extended(extension(ids.inhibitAnyPolicy, seq())),
};
