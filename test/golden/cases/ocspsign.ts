import { family, golden, pem } from "../describe.js";
import { authority } from "./common.js";

const sign = "cfssl ocspsign -ca ca.pem -responder ca.pem -responder-key ca-key.pem -cert ca.pem";
const issueLeaf = "cfssl sign -ca ca.pem -ca-key ca-key.pem leaf.csr | cfssljson -bare new";
const rsaAuthority = authority("ca-rsa-2048");
const leaf = { "leaf.csr": pem("leaf-ecdsa-256.csr") };

const statuses: Record<string, string> = {
  good: "-status good",
  default: "",
  unknown: "-status unknown -reason zz -revoked-at zz",
  "upper-case": "-status GOOD",
  empty: "-status=",
  "revoked-without-reason": "-status revoked",
  "good-with-bad-reason": "-status good -reason zz",
  revoked: "-status revoked -reason keyCompromise",
  "revoked-no-reason": "-status revoked -reason=",
  "revoked-year-one": "-status revoked -reason= -revoked-at 0001-01-01",
  "revoked-year-one-with-reason": "-status revoked -reason 1 -revoked-at 0001-01-01",
};

const reasons: Record<string, string> = {
  ...Object.fromEntries(
    [
      ...["unspecified", "KEYCOMPROMISE", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation"],
      ...["certificateHold", "removeFromCRL", "privilegeWithdrawn", "aACompromise", "0", "1", "7", "9", "10", "-1"],
      ...["01", "0x1", "99999999999999999999", "zz"],
    ].map((reason) => [reason, `-reason=${reason}`]),
  ),
  "plus-1": "-reason=+1",
  "leading-blank": "-reason ' 1'",
  "long-s": "-reason ſuperseded",
};

const dates: Record<string, string> = {
  "leap-day": "2020-02-29",
  "no-leap-day": "2021-02-29",
  "short-day": "2020-2-9",
  "with-time": "2020-01-01T00:00:00Z",
  "upper-case-now": "NOW",
  empty: "''",
  "month-13": "2020-13-01",
  "before-1950": "1949-01-01",
  "after-2050": "2060-01-01",
  "year-10000": "10000-01-01",
  "leading-blank": "' 2020-01-01'",
};

const intervals: Record<string, string> = {
  hour: "1h",
  zero: "0",
  negative: "-1h",
  fraction: "1.5s",
  "negative-fraction": "-1.5s",
  long: "300000h",
  bad: "x",
};

const faults: Record<string, string> = {
  "no-flags": "cfssl ocspsign",
  "certificate-missing": "cfssl ocspsign -cert none.pem -ca none.pem",
  "certificate-not-pem": "cfssl ocspsign -cert bad.pem",
  "certificate-prefix": "cfssl ocspsign -cert file:ca.pem",
  "certificate-stdin": "cfssl ocspsign -cert -",
  "reason-before-signer": "cfssl ocspsign -cert ca.pem -ca none.pem -status revoked -reason zz",
  "date-before-signer": "cfssl ocspsign -cert ca.pem -ca none.pem -status revoked -reason 1 -revoked-at zz",
  "ca-missing": "cfssl ocspsign -cert ca.pem -ca none.pem -responder none.pem",
  "ca-unknown-prefix": "cfssl ocspsign -cert ca.pem -ca zz:x -responder none.pem",
  "ca-prefix": "cfssl ocspsign -cert ca.pem -ca file:ca.pem -responder ca.pem -key ca-key.pem",
  "responder-missing": "cfssl ocspsign -cert ca.pem -ca bad.pem -responder none.pem",
  "responder-prefix": "cfssl ocspsign -cert ca.pem -ca ca.pem -responder file:ca.pem -responder-key ca-key.pem",
  "key-missing": "cfssl ocspsign -cert ca.pem -ca bad.pem -responder bad.pem -responder-key none.pem",
  "key-of-old-scripts": "cfssl ocspsign -cert ca.pem -ca ca.pem -responder ca.pem -key ca-key.pem",
  "responder-key-first":
    "cfssl ocspsign -cert ca.pem -ca ca.pem -responder ca.pem -key none.pem -responder-key ca-key.pem",
  "ca-not-pem": "cfssl ocspsign -cert ca.pem -ca bad.pem -responder bad.pem -responder-key bad.pem",
  "responder-not-pem": "cfssl ocspsign -cert ca.pem -ca ca.pem -responder bad.pem -responder-key bad.pem",
  "key-not-pem": "cfssl ocspsign -cert ca.pem -ca ca.pem -responder ca.pem -responder-key bad.pem",
  "status-after-issuer":
    "cfssl ocspsign -cert other.pem -ca ca.pem -responder ca.pem -responder-key ca-key.pem -status zz",
  "other-issuer": "cfssl ocspsign -cert other.pem -ca ca.pem -responder ca.pem -responder-key ca-key.pem",
  "not-a-ca": "cfssl ocspsign -cert plain.pem -ca plain.pem -responder ca.pem -responder-key ca-key.pem",
  "wrong-key": "cfssl ocspsign -cert ca.pem -ca ca.pem -responder ca.pem -responder-key other-key.pem",
  "no-critical-line": "cfssl ocspsign -loglevel 5 -cert none.pem",
};

const keys = ["ca-rsa-3072", "ca-ecdsa-256", "ca-ecdsa-384", "ca-ecdsa-521", "ca-ed25519"];
const serials = ["one", "zero", "negative", "long"];

export const ocspsignCases = [
  ...family("ocspsign/status-", statuses, (name, more) => golden(name, `${sign} ${more}`, rsaAuthority)),
  ...family("ocspsign/reason-", reasons, (name, reason) =>
    golden(name, `${sign} -status revoked ${reason}`, rsaAuthority),
  ),
  ...family("ocspsign/date-", dates, (name, date) =>
    golden(name, `${sign} -status revoked -reason superseded -revoked-at ${date}`, rsaAuthority),
  ),
  ...family("ocspsign/interval-", intervals, (name, interval) =>
    golden(name, `${sign} -interval=${interval}`, rsaAuthority),
  ),
  ...family("ocspsign/", faults, (name, line) =>
    golden(name, line, {
      ...rsaAuthority,
      "bad.pem": "x",
      "other.pem": pem("ca-ecdsa-256.pem"),
      "other-key.pem": pem("ca-ecdsa-256-key.pem"),
      "plain.pem": pem("cert-rsa-2048.pem"),
    }),
  ),
  ...keys.map((ca) => golden(`ocspsign/by-${ca}`, sign, authority(ca))),
  ...["aes256", "des3"].map((cipher) =>
    golden(`ocspsign/encrypted-key-${cipher}`, sign, authority("ca-rsa-2048", `ca-rsa-2048-${cipher}`), {
      env: { CFSSL_CA_PK_PASSWORD: "secret" },
    }),
  ),
  ...serials.map((serial) =>
    golden(
      `ocspsign/serial-${serial}`,
      "cfssl ocspsign -ca cert.pem -responder ca.pem -responder-key ca-key.pem -cert cert.pem",
      { ...authority(), "cert.pem": pem(`cert-serial-${serial}.pem`) },
    ),
  ),
  golden(
    "ocspsign/another-ca-of-the-name",
    "cfssl gencert -initca ca.json | cfssljson -bare one ; cfssl gencert -initca ca.json | cfssljson -bare two ; " +
      "cfssl ocspsign -ca two.pem -responder two.pem -responder-key two-key.pem -cert one.pem",
    { "ca.json": { CN: "CA", key: { algo: "ecdsa", size: 256 } } },
  ),
  golden("ocspsign/debug", `${sign} -loglevel 0`, rsaAuthority),
  golden("ocspsign/arguments-ignored", `${sign} more and more`, rsaAuthority),
  golden("ocspsign/leaf", `${issueLeaf} ; ${sign.replace("-cert ca.pem", "-cert new.pem")}`, {
    ...rsaAuthority,
    ...leaf,
  }),
  golden(
    "ocspsign/delegated",
    `${issueLeaf} ; cfssl ocspsign -ca ca.pem -responder new.pem -responder-key leaf-key.pem -cert new.pem`,
    { ...rsaAuthority, ...leaf, "leaf-key.pem": pem("leaf-ecdsa-256-key.pem") },
  ),
];
