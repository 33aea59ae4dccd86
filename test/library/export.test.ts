import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { createLocalSigner, ExportError, type ExportForm, exportAs, initca, selfsign } from "../../src/index.js";

let pair = { cert: "", key: "", ca: "" };
beforeAll(async () => {
  const ca = await initca({ CN: "CA" });
  const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
  const { cert, key } = await signer.gencert({ CN: "web", hosts: ["web.example"] });
  pair = { cert, key, ca: ca.cert };
});

test("every kind of input is taken that the library's other functions take", async () => {
  const expected = await exportAs("combined", pair, { root: true });
  const key = createPrivateKey(pair.key);
  const inputs = [
    { cert: new X509Certificate(pair.cert), key, ca: [new X509Certificate(pair.ca)] },
    { cert: pair.cert + pair.ca, key: key.export({ type: "sec1", format: "der" }) },
    {
      ...pair,
      key: key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }),
      password: "x",
    },
    { ...pair, key: Buffer.from(pair.key) },
  ];
  for (const input of inputs) expect(await exportAs("combined", input, { root: true })).toBe(expected);
});

test("PKCS #12 is what TLS of Node opens", async () => {
  const pfx = Buffer.from(await exportAs("pkcs12", pair, { newPassword: "x", name: "web" }));
  expect(() => createSecureContext({ pfx, passphrase: "x" })).not.toThrow();
  expect(() => createSecureContext({ pfx, passphrase: "y" })).toThrow(/mac verif/i);
});

test("salts come from the caller's source", async () => {
  const make = (byte: number) =>
    exportAs("pkcs8-encrypted", pair, { newPassword: "x", random: (length) => new Uint8Array(length).fill(byte) });
  expect(await make(1)).toBe(await make(1));
  expect(await make(1)).not.toBe(await make(2));
});

test.each<[string, ExportForm, () => object, object, string]>([
  ["without a key", "combined", () => ({ cert: pair.cert }), {}, "The private key is missing"],
  ["without a certificate", "cert", () => ({ key: pair.key }), {}, "The certificate is missing"],
  ["without anything", "pkcs8", () => ({}), {}, "The private key is missing"],
  ["without a password", "pkcs12", () => pair, {}, "This form needs a password"],
  [
    ...(["for another's key", "combined"] as const),
    () => ({ ...pair, ca: undefined, cert: pair.ca }),
    {},
    'pair.key is not the key of the certificate "CA" in pair.cert',
  ],
])("%s, nothing is made: an ExportError says why", async (_, form, input, options, message) => {
  const error: unknown = await exportAs(form, input(), options).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(ExportError);
  expect(String(error)).toContain(message);
});

test("an encrypted key without its password is refused, and so are unknown forms and layouts", async () => {
  const key = createPrivateKey(pair.key).export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "x",
  });
  await expect(exportAs("pkcs8", { key })).rejects.toThrow("pair.key is encrypted: hand in its password");
  await expect(exportAs("kubeadm" as ExportForm, pair)).rejects.toThrow(RangeError);
  await expect(exportAs("__proto__" as ExportForm, pair)).rejects.toThrow(RangeError);
  const other = await selfsign({ CN: "other" });
  await expect(exportAs("pkcs8", { key: other.key, cert: pair.cert })).rejects.toThrow("pair.key is not the key");
});
