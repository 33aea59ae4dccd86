import { readFileSync } from "node:fs";
import { type ConfigJson, createLocalSigner, describeCertificate, genkey, type LocalSigner } from "../../src/index.js";
import { fixturePath } from "../support/contents.js";

const read = (name: string) => readFileSync(fixturePath(`pem/${name}`), "utf8");
const files = { ca: read("ca-ecdsa-256.pem"), caKey: read("ca-ecdsa-256-key.pem") };

const client = { expiry: "1h", usages: ["client auth"] } as const;
const server = { expiry: "1h", usages: ["server auth"] } as const;
const both: ConfigJson = { signing: { default: server, profiles: { client, server } } };
const named: ConfigJson = { signing: { profiles: { client, server } } };

type Terms = NonNullable<Parameters<LocalSigner["gencert"]>[1]>;

/** The usages of certificates that the methods of a signer issue, or their errors. */
async function usagesOf(config: ConfigJson | undefined, terms: Terms, strictProfile: boolean) {
  const signer = await createLocalSigner({ ...files, strictProfile, ...(config ? { config } : {}) });
  const old = await (await createLocalSigner(files)).gencert({ CN: "x" });
  const { csr } = await genkey({ CN: "x" });
  const outcomes = await Promise.all(
    [signer.gencert({ CN: "x" }, terms), signer.sign(csr, terms), signer.renew(old.cert, terms)].map((outcome) =>
      outcome.then(
        ({ cert }) => describeCertificate(cert).usages.join(", "),
        (error) => `${error.code} ${error.reason} ${error.message}`,
      ),
    ),
  );
  expect(new Set(outcomes).size).toBe(1);
  return outcomes[0];
}

const unknown = "5400 policy.unknownProfile Unknown policy profile: the configuration has no";
const builtIn = "signing, key encipherment, server auth, client auth";

test.each<[string, ConfigJson | undefined, Terms, string, string]>([
  ["a known profile", both, { profile: "client" }, "client auth", "client auth"],
  ["a misspelt profile", both, { profile: "clinet" }, "server auth", `${unknown} "clinet", only "client", "server"`],
  [
    "a profile in another case",
    both,
    { profile: "Client" },
    "server auth",
    `${unknown} "Client", only "client", "server"`,
  ],
  ["an empty name", both, { profile: "" }, "server auth", `${unknown} "", only "client", "server"`],
  ["the name default", both, { profile: "default" }, "server auth", `${unknown} "default", only "client", "server"`],
  ["no profile", both, {}, "server auth", "server auth"],
  ["no profile, and none to default to", named, {}, builtIn, `${unknown} default profile, only "client", "server"`],
  ["a name, and no profiles", { signing: { default: client } }, { profile: "x" }, "client auth", `${unknown} "x"`],
  ["a name, and no configuration", undefined, { profile: "x" }, builtIn, `${unknown} "x"`],
  ["neither name nor configuration", undefined, {}, builtIn, builtIn],
])("with %s, a strict signer never falls back to the default profile", async (_, config, terms, lenient, strict) => {
  expect(await usagesOf(config, terms, false)).toBe(lenient);
  expect(await usagesOf(config, terms, true)).toBe(strict);
});

test("strictProfile is a boolean", async () => {
  await expect(createLocalSigner({ ...files, strictProfile: "no" as never })).rejects.toThrow(
    new TypeError("strictProfile must be a boolean; a string was given"),
  );
});
