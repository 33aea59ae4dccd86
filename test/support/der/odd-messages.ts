import {
  bits,
  certificate,
  type Der,
  extension,
  hex,
  int,
  nul,
  octetString,
  oid,
  plainName,
  seq,
  set,
  sha256WithRsa,
  text,
  tlv,
} from "./build.js";

const contentType = (arc: number) => oid(`1.2.840.113549.1.7.${arc}`);
const message = (arc: number, ...content: readonly Der[]) => seq(contentType(arc), tlv(0xa0, ...content));
const signed = (...parts: readonly Der[]) => message(2, seq(int(1), set(), seq(contentType(1)), ...parts));
const certificates = (...list: readonly Der[]) => tlv(0xa0, ...list);
const signers = set();
const utc = text(0x17, "200101000000Z");

interface ListParts {
  readonly version?: Der;
  readonly issuer?: Der;
  readonly thisUpdate?: Der;
  readonly nextUpdate?: Der;
  readonly rest?: Der;
  readonly behind?: Der;
}

const none = new Uint8Array();

/** A [1] with one revocation list. */
function crls(parts: ListParts = {}): Der {
  const tbs = seq(
    parts.version ?? int(1),
    sha256WithRsa,
    parts.issuer ?? plainName,
    parts.thisUpdate ?? utc,
    parts.nextUpdate ?? none,
    parts.rest ?? none,
  );
  return tlv(0xa1, seq(tbs, sha256WithRsa, bits(0, [1, 2])), parts.behind ?? none);
}

const one = certificate({});
const two = certificate({ serial: int(2) });
const encrypted = (version: Der, ...content: readonly Der[]) =>
  message(6, seq(version, seq(contentType(1), seq(oid("1.2.3"), octetString([1])), ...content)));

/** PKCS #7 messages (RFC 2315) that a certificate may be searched in. The title of each says what is odd. */
export const oddMessages: Readonly<Record<string, () => Der>> = {
  "message without revocation list": () => signed(certificates(one), signers),
  "message with a revocation list": () => signed(certificates(one), crls(), signers),
  "message with two certificates": () => signed(certificates(one, two), crls(), signers),
  "message with an empty list of revocation lists": () => signed(certificates(one), tlv(0xa1), signers),
  "message without certificates": () => signed(crls(), signers),
  "message with an empty list of certificates": () => signed(certificates(), crls(), signers),
  "message with a malformed certificate": () => signed(certificates(certificate({ serial: int() })), crls(), signers),
  "message with a certificate and junk": () => signed(certificates(one, nul()), crls(), signers),
  "message with certificates under any tag": () => signed(set(one), crls(), signers),
  "message with more behind the signers": () => signed(certificates(one), crls(), signers, nul()),
  "message with a version of 65 bits": () =>
    message(2, seq(int(1, 0, 0, 0, 0, 0, 0, 0, 0), set(), seq(), certificates(one), crls(), signers)),
  "message with a version that is no integer": () =>
    message(2, seq(nul(), set(), seq(), certificates(one), crls(), signers)),
  "message that is cut after its version": () => message(2, seq(int(1))),
  "message with a set for signed data": () => message(2, set(int(1))),
  "message with more behind its content": () =>
    message(2, seq(int(1), set(), seq(), certificates(one), crls(), signers), nul()),
  "message with more behind it": () => Uint8Array.from([...signed(certificates(one), crls(), signers), 0]),
  "message without content": () => seq(contentType(2)),
  "message with empty content": () => message(2),
  "message with primitive content": () => seq(contentType(2), tlv(0x80, [1])),
  "message with content under another tag": () => seq(contentType(2), tlv(0xa1, seq())),
  "message of data": () => message(1, octetString([1, 2])),
  "message of data that is none": () => message(1, int(1)),
  "message of data without content": () => seq(contentType(1)),
  "message of enveloped data": () => message(3, seq(int(0))),
  "message of another type": () => seq(oid("1.2.3"), tlv(0xa0, nul())),
  "message of a type with a large arc": () => seq(tlv(0x06, hex("2a 8880808000")), tlv(0xa0, nul())),
  "message of encrypted data": () => encrypted(int(0), tlv(0x80, [1])),
  "message of encrypted data of version 2": () => encrypted(int(2), tlv(0x80, [1])),
  "message of encrypted data without contents": () => encrypted(int(0)),
  "message of encrypted data with constructed contents": () => encrypted(int(0), tlv(0xa0, octetString([1]))),
  "message of encrypted data that is cut": () => message(6, seq(int(0))),
  "message of encrypted data without algorithm": () => message(6, seq(int(0), seq(contentType(1)))),

  "revocation list of version 1": () => signed(certificates(one), crls({ version: none }), signers),
  "revocation list of version 3": () => signed(certificates(one), crls({ version: int(2) }), signers),
  "revocation list with revoked certificates": () =>
    signed(
      certificates(one),
      crls({
        nextUpdate: utc,
        rest: seq(seq(int(5), utc), seq(int(6), utc, seq(extension("2.5.29.21", tlv(0x0a, [1]))))),
      }),
      signers,
    ),
  "revocation list with a generalized time": () =>
    signed(
      certificates(one),
      crls({ thisUpdate: text(0x18, "20500101000000Z"), nextUpdate: text(0x18, "20500101000000.25Z") }),
      signers,
    ),
  "revocation list with extensions": () =>
    signed(certificates(one), crls({ rest: tlv(0xa0, seq(extension("2.5.29.20", int(1)))) }), signers),
  "revocation list with empty extensions": () => signed(certificates(one), crls({ rest: tlv(0xa0) }), signers),
  "revocation list with a malformed extension": () =>
    signed(certificates(one), crls({ rest: tlv(0xa0, seq(nul())) }), signers),
  "revocation list with a malformed time": () =>
    signed(certificates(one), crls({ thisUpdate: text(0x17, "209901000000Z") }), signers),
  "revocation list without time": () => signed(certificates(one), crls({ thisUpdate: none }), signers),
  "revocation list with a malformed revoked certificate": () =>
    signed(certificates(one), crls({ rest: seq(seq(int())) }), signers),
  "revocation list with revoked certificates of two types": () =>
    signed(certificates(one), crls({ rest: seq(seq(int(1), utc), nul()) }), signers),
  "revocation list with a malformed name": () =>
    signed(certificates(one), crls({ issuer: seq(set(seq(oid("2.5.4.3"), text(0x13, "@")))) }), signers),
  "revocation list with an empty name": () => signed(certificates(one), crls({ issuer: seq() }), signers),
  "two revocation lists": () => signed(certificates(one), crls({ behind: crls() }), signers),
  "revocation list of junk": () => signed(certificates(one), tlv(0xa1, nul()), signers),
};
