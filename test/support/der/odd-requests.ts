import {
  bits,
  bool,
  type Der,
  extension,
  hex,
  int,
  name,
  nul,
  octetString,
  oid,
  plainName,
  request,
  rsaKey,
  seq,
  set,
  text,
  tlv,
  yes,
} from "./build.js";

const extensionRequest = oid("1.2.840.113549.1.9.14");
const attribute = (...parts: readonly Der[]) => request({ attributes: [seq(...parts)] });
const extended = (...extensions: readonly Der[]) => attribute(extensionRequest, set(seq(...extensions)));
const valued = (value: Der) => request({ subject: name(["2.5.4.3", value], ["2.999.7", value]) });
const altNames = extension("2.5.29.17", seq(text(0x82, "a.example"), tlv(0x87, [10, 0, 0, 1])));

/** Certification requests that are rarely seen. The title of each says what is odd. */
export const oddRequests: Readonly<Record<string, () => Der>> = {
  "plain request": () => request({}),
  "request with an RSA key": () => request({ key: rsaKey }),
  "request without attributes": () => request({ attributePart: new Uint8Array() }),
  "request with attributes under another tag": () => request({ attributePart: tlv(0xa1) }),
  "request with primitive attributes": () => request({ attributePart: tlv(0x80) }),
  "request with attributes as a set": () => request({ attributePart: set() }),
  "request with more behind the attributes": () => request({ afterInfo: nul() }),
  "request with more behind the signature": () => request({ afterSignature: nul() }),
  "request with more behind it": () => request({ tail: Uint8Array.of(0) }),
  "request of version 2": () => request({ version: int(2) }),
  "request of a negative version": () => request({ version: int(0x80) }),
  "request with a version of 65 bits": () => request({ version: int(1, 0, 0, 0, 0, 0, 0, 0, 0) }),
  "request with a version not minimal": () => request({ version: int(0, 1) }),
  "request with a version of no octets": () => request({ version: int() }),
  "request with an octet string for a version": () => request({ version: octetString([0]) }),
  "request without version": () => request({ version: new Uint8Array() }),
  "request with an empty subject": () => request({ subject: seq() }),
  "request with a set for a subject": () => request({ subject: set() }),
  "request with an integer for a subject": () => request({ subject: int(1) }),
  "request with sequences for RDNs": () => request({ subject: seq(seq(seq(oid("2.5.4.3"), text(0x13, "a")))) }),
  "request with an RDN of nothing": () => request({ subject: seq(set()) }),
  "request with an attribute of nothing": () => request({ subject: seq(set(seq())) }),
  "request with an attribute without value": () => request({ subject: seq(set(seq(oid("2.5.4.3")))) }),
  "request with an attribute of three parts": () =>
    request({ subject: seq(set(seq(oid("2.5.4.3"), text(0x13, "a"), nul()))) }),
  "request with an attribute type of no octets": () => request({ subject: seq(set(seq(tlv(0x06), text(0x13, "a")))) }),
  "request with several attributes in a set": () =>
    request({
      subject: seq(
        set(seq(oid("2.5.4.3"), text(0x13, "z")), seq(oid("2.5.4.10"), text(0x0c, "a"))),
        ...[plainName].map(() => set()),
      ),
    }),
  "subject value PrintableString with an at sign": () => valued(text(0x13, "a@b")),
  "subject value PrintableString with an asterisk": () => valued(text(0x13, "*&")),
  "subject value NumericString with a letter": () => valued(text(0x12, "1a")),
  "subject value IA5String with a high octet": () => valued(text(0x16, "\xe9")),
  "subject value T61String in Latin-1": () => valued(text(0x14, "caf\xe9")),
  "subject value UTF8String that is not UTF-8": () => valued(text(0x0c, "\xff")),
  "subject value BMPString": () => valued(tlv(0x1e, hex("0041 20ac 0000"))),
  "subject value BMPString of odd length": () => valued(tlv(0x1e, hex("004120"))),
  "subject value BMPString with a surrogate": () => valued(tlv(0x1e, hex("d800"))),
  "subject value BMPString with a surrogate pair": () => valued(tlv(0x1e, hex("d83dde00"))),
  "subject value GeneralString": () => valued(text(0x1b, "g")),
  "subject value VisibleString": () => valued(text(0x1a, "v")),
  "subject value UniversalString": () => valued(tlv(0x1c, hex("00000041"))),
  "subject value INTEGER": () => valued(int(0xff)),
  "subject value INTEGER of 63 bits": () => valued(int(0x7f, 255, 255, 255, 255, 255, 255, 255)),
  "subject value INTEGER of 65 bits": () => valued(int(1, 0, 0, 0, 0, 0, 0, 0, 0)),
  "subject value INTEGER not minimal": () => valued(int(0, 1)),
  "subject value INTEGER of no octets": () => valued(int()),
  "subject value BOOLEAN": () => valued(yes),
  "subject value BOOLEAN 01": () => valued(bool(1)),
  "subject value NULL": () => valued(nul()),
  "subject value OCTET STRING": () => valued(octetString([1, 2, 0xff])),
  "subject value BIT STRING": () => valued(bits(3, [0xf8])),
  "subject value BIT STRING with unused bits that are set": () => valued(bits(3, [0xff])),
  "subject value BIT STRING of no octets": () => valued(tlv(0x03)),
  "subject value OBJECT IDENTIFIER": () => valued(oid("2.999.3")),
  "subject value OBJECT IDENTIFIER of no octets": () => valued(tlv(0x06)),
  "subject value OBJECT IDENTIFIER that is cut": () => valued(tlv(0x06, [0x2a, 0x83])),
  "subject value OBJECT IDENTIFIER with a leading 80": () => valued(tlv(0x06, [0x2a, 0x80, 1])),
  "subject value OBJECT IDENTIFIER with an arc of 32 bits": () => valued(tlv(0x06, hex("2a 8880808000"))),
  "subject value OBJECT IDENTIFIER with an arc of 42 bits": () => valued(tlv(0x06, hex("2a ffffffffff7f"))),
  "subject value UTCTime": () => valued(text(0x17, "500101000000Z")),
  "subject value UTCTime with an offset": () => valued(text(0x17, "200101000000+0130")),
  "subject value UTCTime with an offset of 24:00": () => valued(text(0x17, "200101000000+2400")),
  "subject value UTCTime with an offset of 25:00": () => valued(text(0x17, "200101000000+2500")),
  "subject value UTCTime with offset zero": () => valued(text(0x17, "200101000000+0000")),
  "subject value UTCTime of month 13": () => valued(text(0x17, "201301000000Z")),
  "subject value UTCTime of a day that is not": () => valued(text(0x17, "210229000000Z")),
  "subject value UTCTime of text": () => valued(text(0x17, 'no "time" \xe9')),
  "subject value UTCTime with more behind it": () => valued(text(0x17, "200101000000Zx")),
  "subject value UTCTime with a sign": () => valued(text(0x17, "+90101000000Z")),
  "subject value UTCTime without zone": () => valued(text(0x17, "200101000000")),
  "subject value UTCTime with a fraction": () => valued(text(0x17, "200101000000.5Z")),
  "subject value UTCTime with 60 minutes in its offset": () => valued(text(0x17, "2001010000+2460")),
  "subject value UTCTime with a fraction for seconds": () => valued(text(0x17, "2001010000.05Z")),
  "subject value UTCTime with two fractions for seconds": () => valued(text(0x17, "2001010000.0.5Z")),
  "subject value GeneralizedTime with a fraction for seconds": () => valued(text(0x18, "202001010000,5Z")),
  "subject value GeneralizedTime with a fraction": () => valued(text(0x18, "20200101000000.125Z")),
  "subject value GeneralizedTime with ten digits in its fraction": () =>
    valued(text(0x18, "20200101000000.1234567891Z")),
  "subject value GeneralizedTime with a comma": () => valued(text(0x18, "20200101000000,5Z")),
  "subject value GeneralizedTime": () => valued(text(0x18, "20200101000000Z")),
  "subject value GeneralizedTime of text": () => valued(text(0x18, "x")),
  "subject value GeneralizedTime of hour 24": () => valued(text(0x18, "20200101240000Z")),
  "subject value GeneralizedTime with a bad year": () => valued(text(0x18, "2x200101240000Z")),
  "subject value SEQUENCE": () => valued(seq(nul())),
  "subject value tagged": () => valued(tlv(0x80, [1])),
  "subject value constructed": () => valued(tlv(0x2c, text(0x0c, "x"))),
  "subject value with a tag number above 30": () => valued(tlv([0x1f, 0x1f], [1])),
  "subject value with a tag number not minimal": () => valued(tlv([0x1f, 0x05], [1])),
  "subject value with a tag number that starts with 80": () => valued(tlv([0x1f, 0x80, 0x21], [1])),
  "subject value with a tag number of 36 bits": () => valued(tlv([0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], [1])),
  "subject value with a tag number that is cut": () => valued(hex("1f 81")),
  "subject value with an indefinite length": () => valued(hex("0c 80")),
  "subject value with a length not minimal": () => valued(hex("0c 81 01 41")),
  "subject value with a length with a leading zero": () => valued(hex("0c 82 00 01 41")),
  "subject value with a length of 4 GiB": () => valued(hex("0c 84 ffffffff")),
  "subject value with a length that is cut": () => valued(hex("0c 82 01")),
  "subject value without length": () => valued(hex("0c")),
  "subject value with too long a length": () => valued(hex("0c 7f 41")),

  "request with extensions": () =>
    extended(altNames, extension("2.5.29.15", bits(5, [0xa0]), yes), extension("1.2.3", new Uint8Array())),
  "request with an extension twice": () => extended(altNames, altNames),
  "request with extensions in two attributes": () =>
    request({
      attributes: [
        seq(extensionRequest, set(seq(altNames))),
        seq(extensionRequest, set(seq(extension("1.2.3", nul())))),
      ],
    }),
  "request with the same extension in two attributes": () =>
    request({ attributes: [1, 2].map(() => seq(extensionRequest, set(seq(altNames)))) }),
  "request with two other attributes of one type": () =>
    request({ attributes: [1, 2].map(() => seq(oid("1.2.840.113549.1.9.7"), set(text(0x0c, "secret")))) }),
  "request with two values of extensions": () =>
    attribute(extensionRequest, set(seq(altNames), seq(extension("1.2.3", nul())))),
  "request with extensions of nothing": () => extended(),
  "request with no value of extensions": () => attribute(extensionRequest, set()),
  "request with a NULL for extensions": () => attribute(extensionRequest, set(nul())),
  "request with a sequence of values": () => attribute(extensionRequest, seq(seq(altNames))),
  "request with extensions and more": () => attribute(extensionRequest, set(seq(altNames)), nul()),
  "request with an extension without value": () => extended(seq(oid("1.2.3"))),
  "request with an extension that is no sequence": () => extended(nul()),
  "request with an extension critical 01": () => extended(extension("1.2.3", nul(), bool(1))),
  "request with an extension critical false": () => extended(extension("1.2.3", nul(), bool(0))),
  "request with an extension of a bit string": () => extended(seq(oid("1.2.3"), bits(0, [1]))),
  "request with an extension of four parts": () => extended(seq(oid("1.2.3"), yes, octetString([1]), nul())),
  "request with extensions of two types": () => extended(altNames, int(1)),
  "request with extensions that are cut": () => attribute(extensionRequest, set(hex("3005 30"))),
  "request with an invalid alternative name": () => extended(extension("2.5.29.17", seq(tlv(0x87, [1])))),
  "request with an invalid URI": () => extended(extension("2.5.29.17", seq(text(0x86, "http://a b/")))),
  "request with all parts of a URI": () =>
    extended(
      extension(
        "2.5.29.17",
        seq(
          ...["http://u:p@h:1/%41%2f?q#f%20", "a:b", "/p", "http:/x", "?", "http://u@h?"].map((one) => text(0x86, one)),
        ),
      ),
    ),
  "request with mail addresses": () => extended(extension("2.5.29.17", seq(text(0x81, "a@b"), text(0x81, "")))),
  "request with a Microsoft attribute": () => attribute(oid("1.3.6.1.4.1.311.13.2.3"), set(text(0x16, "10.0.1.2"))),
  "request with a challenge password": () => attribute(oid("1.2.840.113549.1.9.7"), set(text(0x0c, "secret"))),
  "request with types and values in an attribute": () =>
    attribute(
      oid("2.999.1"),
      set(seq(seq(oid("1.2.3"), int(5)), seq(oid("1.2.4"), text(0x0c, "x"))), seq(seq(oid("1.2.5"), yes)), seq()),
    ),
  "request with an attribute of no values": () => attribute(oid("2.999.1"), set()),
  "request with a broken value in an attribute": () =>
    attribute(oid("2.999.1"), set(seq(seq(oid("1.2.3"), text(0x13, "@"))))),
  "request with an attribute that is no sequence": () => request({ attributes: [nul()] }),
  "request with an attribute that is cut": () => request({ attributePart: hex("a002 3005") }),
  "request with an attribute without a type": () => attribute(set()),

  "request without key": () => request({ key: new Uint8Array() }),
  "request with a key of an unknown algorithm": () => request({ key: seq(seq(oid("1.2.3")), bits(0, [1])) }),
  "request with an Ed25519 key": () =>
    request({ key: seq(seq(oid("1.3.101.112")), bits(0, new Array<number>(32).fill(7))) }),
  "request with an X25519 key": () =>
    request({ key: seq(seq(oid("1.3.101.110")), bits(0, new Array<number>(32).fill(7))) }),
  "request with a DSA key": () =>
    request({ key: seq(seq(oid("1.2.840.10040.4.1"), seq(int(23), int(11), int(4))), bits(0, int(8))) }),
  "request with a P-224 key": () =>
    request({
      key: seq(
        seq(oid("1.2.840.10045.2.1"), oid("1.3.132.0.33")),
        bits(
          0,
          hex(
            "04 b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21 bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
          ),
        ),
      ),
    }),
  "request with a key on an unknown curve": () =>
    request({ key: seq(seq(oid("1.2.840.10045.2.1"), oid("1.3.132.0.10")), bits(0, [4])) }),
  "request with an RSA key without NULL": () =>
    request({ key: seq(seq(oid("1.2.840.113549.1.1.1")), bits(0, seq(int(5), int(3)))) }),
  "request with an RSA key of exponent 0": () =>
    request({ key: seq(seq(oid("1.2.840.113549.1.1.1"), nul()), bits(0, seq(int(5), int(0)))) }),
  "request with a key without bits": () => request({ key: seq(seq(oid("1.2.3"))) }),
  "request with a key in an octet string": () => request({ key: seq(seq(oid("1.2.3")), octetString([1])) }),
  "request with unused bits in its key": () => request({ key: seq(seq(oid("1.2.3")), bits(3, [0xff])) }),
  "request with an integer for a key algorithm": () => request({ key: seq(int(1), bits(0, [1])) }),
  "request without signature algorithm": () => request({ algorithm: new Uint8Array() }),
  "request with an algorithm of nothing": () => request({ algorithm: seq() }),
  "request with an unknown algorithm": () => request({ algorithm: seq(oid("1.2.3"), nul()) }),
  "request signed with PSS": () =>
    request({
      algorithm: seq(
        oid("1.2.840.113549.1.1.10"),
        seq(
          tlv(0xa0, seq(oid("2.16.840.1.101.3.4.2.1"))),
          tlv(0xa1, seq(oid("1.2.840.113549.1.1.8"), seq(oid("2.16.840.1.101.3.4.2.1")))),
          tlv(0xa2, int(32)),
        ),
      ),
    }),
  "request without signature": () => request({ signature: new Uint8Array() }),
  "request with a signature of no bits": () => request({ signature: bits(0) }),
  "request with unused bits in its signature": () => request({ signature: bits(4, [0xf0]) }),
  "request with an octet string for a signature": () => request({ signature: octetString([1]) }),
  "request of no octets": () => new Uint8Array(),
  "request of one octet": () => hex("30"),
  "request that is an empty sequence": () => seq(),
  "request that is a sequence of an empty sequence": () => seq(seq()),
  "request that is a set": () => set(),
  "request that is NULL": () => nul(),
  "request of an indefinite length": () => hex("3080"),
};
