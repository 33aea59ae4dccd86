import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { readClientCertificate, readTrustedCas } from "../../../src/cfssl/input/tls.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { fixturePath } from "../../support/contents.js";

const rules = v165.issuing;
const fixture = (name: string) => new Uint8Array(readFileSync(fixturePath(`pem/${name}.pem`)));
const bytes = (text: string) => new TextEncoder().encode(text);
const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const block = (label: string, body: string) => bytes(`-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`);

const certificate = fixture("ca-ecdsa-256");
const key = fixture("ca-ecdsa-256-key");
const relabelled = bytes(Buffer.from(key).toString().replaceAll("EC PRIVATE", "FOO PRIVATE"));
const fingerprint = (pem: string | Uint8Array) => new X509Certificate(Buffer.from(pem)).fingerprint256;

describe("the CAs to trust", () => {
  test.each<readonly [string, Uint8Array, readonly Uint8Array[] | null]>([
    ["are the system's for an empty file", new Uint8Array(), null],
    ["are the certificate of a file", certificate, [certificate]],
    [
      "are all certificates of a file, between other things",
      join(bytes("junk\n"), certificate, key, fixture("ca-rsa-2048"), bytes("junk")),
      [certificate, fixture("ca-rsa-2048")],
    ],
    ["leave out a malformed certificate", join(block("CERTIFICATE", "AAAA"), certificate), [certificate]],
    ["leave out one with headers", join(block("CERTIFICATE", "A: b\n\nAAAA"), certificate), [certificate]],
  ])("%s", (_, text, expected) => {
    const found = readTrustedCas(text, rules.parser);
    expect(found?.map(fingerprint)).toEqual(expected?.map(fingerprint));
  });

  test.each<readonly [string, Uint8Array]>([
    ["a text", bytes("{}")],
    ["a key", key],
    ["a malformed certificate", block("CERTIFICATE", "AAAA")],
  ])("are not found in %s", (_, text) => {
    expect(() => readTrustedCas(text, rules.parser)).toThrow("failed to load cert pool");
  });
});

describe("a client's certificate", () => {
  test.each<readonly [string, Uint8Array, Uint8Array]>([
    ["SEC 1", certificate, key],
    ["another word in the label", certificate, relabelled],
    ["parameters before the key", certificate, join(block("EC PARAMETERS", "BggqhkjOPQMBBw=="), key)],
    ["PKCS #1", fixture("ca-rsa-2048"), fixture("ca-rsa-2048-key")],
    ["PKCS #8", fixture("ca-ed25519"), fixture("ca-ed25519-key")],
    ["certificates after the first", join(certificate, fixture("ca-rsa-2048")), key],
  ])("is accepted with its key: %s", async (_, certificateText, keyText) => {
    const found = await readClientCertificate(certificateText, keyText, rules);
    const shown = new X509Certificate(found.chain);
    expect(shown.fingerprint256).toBe(fingerprint(certificateText));
    expect(shown.checkPrivateKey(createPrivateKey(found.key))).toBe(true);
    expect(found.chain.match(/BEGIN/g)).toHaveLength(certificateText.length > 2000 ? 2 : 1);
  });

  const noCertificate = "tls: failed to find any PEM data in certificate input";
  const request = block("CERTIFICATE REQUEST", "AAAA");
  test.each<readonly [string, Uint8Array, Uint8Array, string]>([
    [
      "the key of another certificate",
      certificate,
      fixture("leaf-ecdsa-256-key"),
      "tls: private key does not match public key",
    ],
    [
      "a key of another kind",
      certificate,
      fixture("ca-rsa-2048-key"),
      "tls: private key type does not match public key type",
    ],
    [
      "the files swapped",
      key,
      certificate,
      "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched",
    ],
    [
      "a certificate instead of the key",
      certificate,
      certificate,
      "tls: found a certificate rather than a key in the PEM for the private key",
    ],
    ["texts that are not PEM", bytes("{}"), bytes("{}"), noCertificate],
    ["empty files", new Uint8Array(), new Uint8Array(), noCertificate],
    ["no PEM for the key", certificate, bytes("{}"), "tls: failed to find any PEM data in key input"],
    ["a malformed certificate", block("CERTIFICATE", "AAAA"), key, "x509: malformed certificate"],
    [
      "a request",
      request,
      key,
      'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [CERTIFICATE REQUEST]',
    ],
    ["a malformed key", certificate, block("PRIVATE KEY", "AAAA"), "tls: failed to parse private key"],
    ["an encrypted key", certificate, fixture("ca-ecdsa-256-aes256-key"), "tls: failed to parse private key"],
  ])("is refused in Go's words with %s", async (_, certificateText, keyText, text) => {
    await expect(readClientCertificate(certificateText, keyText, rules)).rejects.toThrow(text);
  });
});
