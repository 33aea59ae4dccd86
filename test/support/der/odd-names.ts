import { bits, certificate, type Der, hex, name, octetString, oid, seq, set, text, tlv } from "./build.js";

/** A certificate whose subject has a common name with that value. */
const valued = (value: Der) => certificate({ subject: name(["2.5.4.3", value]) });

/** Certificates with rare names. The title of each says what is odd. */
export const oddNames: Readonly<Record<string, () => Der>> = {
  "empty names": () => certificate({ subject: seq(), issuer: seq() }),
  "every standard attribute twice": () => {
    const types = [3, 5, 6, 7, 8, 9, 10, 11, 17].map((arc) => `2.5.4.${arc}`);
    return certificate({
      subject: name(...[...types, ...types].map((type, at) => [type, text(0x13, `v${at}`)] as const)),
    });
  },
  "attributes that have no member of their own": () =>
    certificate({
      subject: name(
        ["1.2.840.113549.1.9.1", text(0x16, "a@b.example")],
        ["0.9.2342.19200300.100.1.25", text(0x16, "example")],
        ["2.5.4.12", text(0x0c, "title")],
        ["2.999.1", text(0x0c, "anything")],
        ["2.5.4", text(0x0c, "short type")],
        ["2.5.4.3.1", text(0x0c, "long type")],
      ),
    }),
  "several attributes in one set": () =>
    certificate({
      subject: seq(
        set(seq(oid("2.5.4.3"), text(0x13, "one")), seq(oid("2.5.4.3"), text(0x13, "two"))),
        set(),
        set(seq(oid("2.5.4.10"), text(0x13, "c, d"))),
      ),
    }),
  "empty values": () => certificate({ subject: name(["2.5.4.3", text(0x0c, "")], ["2.5.4.10", text(0x13, "")]) }),
  "characters that JSON escapes": () =>
    valued(tlv(0x0c, hex("3c 3e 26 22 5c 08 0c 0a 0d 09 00 1f 7f e280a8 e280a9 ef bf bd f09f9880"))),
  "UTF8String that is not UTF-8": () => valued(tlv(0x0c, hex("41 ff 42"))),
  "UTF8String with a surrogate": () => valued(tlv(0x0c, hex("ed a0 80"))),
  "UTF8String with an overlong form": () => valued(tlv(0x0c, hex("c0 80"))),
  "PrintableString with an asterisk": () => valued(text(0x13, "*.example.com")),
  "PrintableString with an ampersand": () => valued(text(0x13, "A & B")),
  "PrintableString with an at sign": () => valued(text(0x13, "a@b")),
  "PrintableString with an underscore": () => valued(text(0x13, "a_b")),
  "PrintableString with a high octet": () => valued(text(0x13, "caf\xe9")),
  "PrintableString with all it may have": () => valued(text(0x13, "AZaz09 '()+,-./:=?")),
  "PrintableString with a line feed": () => valued(text(0x13, "a\n")),
  "T61String in ASCII": () => valued(text(0x14, "T61")),
  "T61String in Latin-1": () => valued(text(0x14, "caf\xe9 \xff")),
  "T61String in UTF-8": () => valued(tlv(0x14, hex("c3 a9"))),
  BMPString: () => valued(tlv(0x1e, hex("0041 00e9 20ac"))),
  "BMPString of odd length": () => valued(tlv(0x1e, hex("0041 00"))),
  "BMPString with a terminator": () => valued(tlv(0x1e, hex("0041 0000"))),
  "BMPString with two terminators": () => valued(tlv(0x1e, hex("0041 0000 0000"))),
  "BMPString of a terminator alone": () => valued(tlv(0x1e, hex("0000"))),
  "BMPString with a surrogate pair": () => valued(tlv(0x1e, hex("d83d de00"))),
  "BMPString with a lone surrogate": () => valued(tlv(0x1e, hex("0041 d83d 0042"))),
  "BMPString with a trailing surrogate": () => valued(tlv(0x1e, hex("0041 de00"))),
  "BMPString with U+FFFE": () => valued(tlv(0x1e, hex("fffe"))),
  "BMPString with U+FDD0": () => valued(tlv(0x1e, hex("fdd0"))),
  IA5String: () => valued(text(0x16, "a@b")),
  "IA5String with a high octet": () => valued(text(0x16, "caf\xe9")),
  NumericString: () => valued(text(0x12, "12 34")),
  "NumericString with a letter": () => valued(text(0x12, "12a")),
  "NumericString with a line feed": () => valued(text(0x12, "12\n")),
  VisibleString: () => valued(text(0x1a, "visible")),
  UniversalString: () => valued(tlv(0x1c, hex("00000041"))),
  GeneralString: () => valued(text(0x1b, "general")),
  VideotexString: () => valued(text(0x15, "v")),
  GraphicString: () => valued(text(0x19, "g")),
  "INTEGER value": () => valued(tlv(0x02, [5])),
  "OCTET STRING value": () => valued(octetString([1, 2])),
  "BIT STRING value": () => valued(bits(0, [1, 2])),
  "BOOLEAN value": () => valued(tlv(0x01, [0xff])),
  "NULL value": () => valued(tlv(0x05)),
  "OBJECT IDENTIFIER value": () => valued(oid("1.2.3")),
  "UTCTime value": () => valued(text(0x17, "200101000000Z")),
  "SEQUENCE value": () => valued(seq(text(0x13, "x"))),
  "tagged value": () => valued(tlv(0x80, [0x41])),
  "constructed UTF8String value": () => valued(tlv(0x2c, text(0x0c, "x"))),
  "value with a tag number above 30": () => valued(tlv([0x1f, 0x1f], [0x41])),
  "no value": () => certificate({ subject: seq(set(seq(oid("2.5.4.3")))) }),
  "two values": () => certificate({ subject: seq(set(seq(oid("2.5.4.3"), text(0x13, "a"), text(0x13, "b")))) }),
  "no type": () => certificate({ subject: seq(set(seq(text(0x13, "a")))) }),
  "type without octets": () => certificate({ subject: seq(set(seq(tlv(0x06), text(0x13, "a")))) }),
  "type with a leading 80": () =>
    certificate({ subject: seq(set(seq(tlv(0x06, hex("55 04 80 03")), text(0x13, "a")))) }),
  "type that starts with 80": () =>
    certificate({ subject: seq(set(seq(tlv(0x06, hex("80 55 04 03")), text(0x13, "a")))) }),
  "type that is cut": () => certificate({ subject: seq(set(seq(tlv(0x06, hex("55 84")), text(0x13, "a")))) }),
  "type with an arc of 31 bits": () =>
    certificate({ subject: seq(set(seq(tlv(0x06, hex("2a 87ffffff7f")), text(0x13, "a")))) }),
  "type with an arc of 32 bits": () =>
    certificate({ subject: seq(set(seq(tlv(0x06, hex("2a 8880808000")), text(0x13, "a")))) }),
  "type with an arc of 42 bits": () =>
    certificate({ subject: seq(set(seq(tlv(0x06, hex("2a ffffffffff7f")), text(0x13, "a")))) }),
  "sequence in place of a set": () => certificate({ subject: seq(seq(seq(oid("2.5.4.3"), text(0x13, "a")))) }),
  "attribute without sequence": () => certificate({ subject: seq(set(oid("2.5.4.3"), text(0x13, "a"))) }),
  "set in place of the name": () => certificate({ subject: set(set(seq(oid("2.5.4.3"), text(0x13, "a")))) }),
  "set of attributes out of order": () =>
    certificate({
      subject: seq(set(seq(oid("2.5.4.11"), text(0x13, "z")), seq(oid("2.5.4.10"), text(0x13, "a")))),
    }),
  "invalid issuer": () => certificate({ issuer: name(["2.5.4.3", text(0x13, "a@b")]) }),
};
