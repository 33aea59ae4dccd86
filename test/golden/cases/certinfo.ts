import { FixtureFile } from "../../support/case.js";
import { bytesOf } from "../../support/contents.js";
import { family, type Given, golden, pem } from "../describe.js";

const certificates = [
  "ecdsa-256",
  "ecdsa-384",
  "ecdsa-521",
  "ecdsa-224",
  "ecdsa-sha1",
  "rsa-2048",
  "rsa-1024",
  "rsa-md5",
  "rsa-sha1",
  "rsa-sha224",
  "rsa-sha384",
  "rsa-sha512",
  "rsa-pss",
  "ed25519",
  "ed448",
  "dsa",
  "dsa-sha1",
  "secp256k1",
  "all-extensions",
  "sans",
  "email-only",
  "serial-negative",
  "serial-zero",
  "serial-one",
  "serial-long",
  "key-id-small-octets",
  "empty-subject",
  "many-names",
  "utf8",
  "quotes",
  "bmp",
  "t61",
  "version-1",
  "until-2126",
];

const requests = [
  "leaf-rsa-2048",
  "leaf-ecdsa-256",
  "leaf-ecdsa-384",
  "leaf-ed25519",
  "leaf-secp256k1",
  "leaf-dsa",
  "leaf-ed448",
  "request-bare",
  "request-all-sans",
  "request-authority-pathlen-0",
  "request-custom",
  "request-empty-subject",
  "request-subject-many",
  "request-subject-utf8",
  "request-challenge",
  "request-rsa-pss",
  "request-rsa-md5",
  "request-odd-san",
];

const certificate = text("cert-ecdsa-256.pem");
const base64 = certificate.replace(/-----.*-----\n/g, "");

/** Files that are nearly a certificate. */
const files: Record<string, Given> = {
  empty: "",
  "not-pem": "hello\n",
  key: pem("leaf-ecdsa-256-key.pem"),
  request: pem("leaf-ecdsa-256.csr"),
  pkcs7: pem("pkcs7.pem"),
  "der-file": new Uint8Array(Buffer.from(base64, "base64")),
  "two-certificates": certificate + certificate,
  "text-before": `Certificate:\n  Data\n${certificate}`,
  "text-after": `${certificate}after\n`,
  "blanks-after": `${certificate}\n \t\r\n`,
  "byte-order-mark": `\ufeff${certificate}`,
  "byte-order-mark-line": `\ufeff\n${certificate}`,
  crlf: certificate.replaceAll("\n", "\r\n"),
  "cr-only": certificate.replaceAll("\n", "\r"),
  "one-line": `-----BEGIN CERTIFICATE-----\n${base64.replaceAll("\n", "")}\n-----END CERTIFICATE-----\n`,
  "no-line-feed-at-end": certificate.trimEnd(),
  indented: certificate.replace(/^/gm, "  "),
  headers: certificate.replace("-----\n", "-----\nSubject: x\nOther: y\n\n"),
  "trusted-label": certificate.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE"),
  "end-label-differs": certificate.replace("END CERTIFICATE", "END X509 CERTIFICATE"),
  "end-missing": certificate.replace(/-----END.*\n/, ""),
  "text-after-end-dashes": certificate.replace(/-----\n$/, "-----x\n"),
  "not-base64": certificate.replace("\nMII", "\n!II"),
  "blank-in-base64": certificate.replace("\nMII", "\nM I I"),
  "not-der": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  "trailing-der": wrap(Buffer.concat([Buffer.from(base64, "base64"), Buffer.from([5, 0])])),
  "truncated-der": wrap(Buffer.from(base64, "base64").subarray(0, -5)),
};

const targets: Record<string, string> = {
  none: "cfssl certinfo",
  "file-missing": "cfssl certinfo -cert none.pem",
  directory: "cfssl certinfo -cert .",
  stdin: "cfssl certinfo -cert -",
  "stdin-empty-name": "cfssl certinfo -cert=",
  "both-targets": "cfssl certinfo -cert cert.pem -csr none.csr",
  "extra-arguments": "cfssl certinfo -cert cert.pem more",
  "csr-missing": "cfssl certinfo -csr none.csr",
  "csr-not-pem": "cfssl certinfo -csr text.txt",
  "csr-empty": "cfssl certinfo -csr empty.txt",
  "csr-is-certificate": "cfssl certinfo -csr cert.pem",
  "csr-stdin": "cfssl certinfo -csr -",
  "serial-without-aki": "cfssl certinfo -serial 1",
  "serial-and-aki": "cfssl certinfo -serial 1 -aki 2",
  "domain-port": "cfssl certinfo -domain localhost:99999",
  "domain-refused": "cfssl certinfo -domain 127.0.0.1:1",
  debug: "cfssl certinfo -loglevel 0 -cert text.pem",
};

const standalone: Record<string, string> = {
  plain: "cfssl-certinfo -cert cert.pem",
  none: "cfssl-certinfo",
  "missing-file": "cfssl-certinfo -cert none.pem",
  "not-pem": "cfssl-certinfo -cert text.txt",
  "not-a-certificate": "cfssl-certinfo -cert text.pem",
  stdin: "cfssl-certinfo -cert -",
  argument: "cfssl-certinfo cert.pem",
  "two-dashes": "cfssl-certinfo --cert=cert.pem",
  "domain-refused": "cfssl-certinfo -domain 127.0.0.1:1",
  "serial-and-aki": "cfssl-certinfo -serial 1 -aki 2",
};

const around = {
  "cert.pem": pem("cert-ecdsa-256.pem"),
  "text.txt": "hello\n",
  "empty.txt": "",
  "text.pem": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
};

export const certinfoCases = [
  ...certificates.map((name) =>
    golden(`certinfo/${name}`, "cfssl certinfo -cert cert.pem", { "cert.pem": pem(`cert-${name}.pem`) }),
  ),
  ...requests.map((name) =>
    golden(`certinfo/csr-${name}`, "cfssl certinfo -csr x.csr", { "x.csr": pem(`${name}.csr`) }),
  ),
  ...family("certinfo/file-", files, (name, contents) =>
    golden(name, "cfssl certinfo -cert cert.pem", { "cert.pem": contents }),
  ),
  ...family("certinfo/", targets, (name, line) => golden(name, line, around, { stdin: pem("cert-rsa-2048.pem") })),
  ...family("cfssl-certinfo/", standalone, (name, line) =>
    golden(name, line, around, { stdin: pem("cert-rsa-2048.pem") }),
  ),
  golden("certinfo/published", "cfssl certinfo -cert published-kubernetes.pem", {
    "published-kubernetes.pem": new FixtureFile("walkthrough/published-kubernetes.pem"),
  }),
];

function text(name: string): string {
  return Buffer.from(bytesOf(pem(name))).toString("latin1");
}

function wrap(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
