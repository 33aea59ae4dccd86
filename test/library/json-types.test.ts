import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AuthKeyJson,
  type CaConstraintJson,
  type CaJson,
  type ConfigJson,
  type CsrWhitelistJson,
  createLocalSigner,
  type ExtensionJson,
  genkey,
  initca,
  type KeyJson,
  type LintSource,
  type NameJson,
  type PolicyJson,
  type ProfileJson,
  type RequestJson,
  type SigningJson,
  type SubjectJson,
  type Usage,
} from "../../src/index.js";
import { projectFolder } from "../support/contents.js";

const schemas = Object.fromEntries(
  ["config", "csr", "subject"].map((name) => [
    name,
    JSON.parse(readFileSync(join(projectFolder, "schema", `${name}.schema.json`), "utf8")),
  ]),
);

/** Names that the schema has only to say that cfssl ignores them. */
const ignored = ["csr_whitelist", "client_provides_serials"];

/** What the schema has at a path: the names of its members, or the values that it allows. */
function namesAt(path: string): readonly string[] {
  // biome-ignore lint/suspicious/noExplicitAny: a schema is JSON of any shape
  const found = path.split("/").reduce((value: any, key) => value[key], schemas);
  const names: readonly string[] = found.enum ?? Object.keys(found.properties);
  return names.filter((name) => !ignored.includes(name)).sort();
}

/** The members of a type: the compiler demands each of them, and no other. */
type Every<T extends string> = Readonly<Record<T, true>>;

const profile: Every<keyof ProfileJson> = {
  ...{ expiry: true, backdate: true, not_before: true, not_after: true, usages: true, ca_constraint: true },
  ...{ issuer_urls: true, ocsp_url: true, crl_url: true, ocsp_no_check: true, policies: true, name_whitelist: true },
  ...{ CSRWhitelist: true, allowed_extensions: true, copy_extensions: true, ClientProvidesSerialNumbers: true },
  ...{ ct_log_servers: true, auth_key: true, prev_auth_key: true, remote: true, auth_remote: true },
  ...{ lint_error_level: true, ignored_lints: true, ignored_lint_sources: true, cert_store: true },
};
const config: Every<keyof ConfigJson> = { signing: true, auth_keys: true, remotes: true, ocsp: true, $schema: true };
const signing: Every<keyof SigningJson> = { default: true, profiles: true };
const caConstraint: Every<keyof CaConstraintJson> = { is_ca: true, max_path_len: true, max_path_len_zero: true };
const policy: Every<keyof PolicyJson> = { id: true, qualifiers: true };
const qualifier: Every<keyof NonNullable<PolicyJson["qualifiers"]>[number]> = { type: true, value: true };
const csrWhitelist: Every<keyof CsrWhitelistJson> = {
  ...{ Subject: true, PublicKeyAlgorithm: true, PublicKey: true, SignatureAlgorithm: true },
  ...{ DNSNames: true, IPAddresses: true, EmailAddresses: true, URIs: true },
};
const authKey: Every<keyof AuthKeyJson> = { type: true, key: true };
const authRemote: Every<keyof NonNullable<ProfileJson["auth_remote"]>> = { remote: true, auth_key: true };
const usage: Every<Usage> = {
  ...{ signing: true, "digital signature": true, "content commitment": true, "content committment": true },
  ...{ "key encipherment": true, "data encipherment": true, "key agreement": true, "cert sign": true },
  ...{ "crl sign": true, "encipher only": true, "decipher only": true, any: true, "server auth": true },
  ...{ "client auth": true, "code signing": true, "email protection": true, "s/mime": true },
  ...{ "ipsec end system": true, "ipsec tunnel": true, "ipsec user": true, timestamping: true },
  ...{ "ocsp signing": true, "microsoft sgc": true, "netscape sgc": true },
};
const lintLevel: Every<NonNullable<ProfileJson["lint_error_level"]>> = {
  ...{ reserved: true, NA: true, NE: true, pass: true, info: true, warn: true, error: true, fatal: true },
};
const lintSource: Every<LintSource> = {
  ...{ RFC5280: true, RFC5480: true, RFC5891: true, CABF_BR: true, CABF_SMIME_BR: true, CABF_EV: true },
  ...{ Mozilla: true, Apple: true, Community: true, ETSI_ESI: true },
};
const request: Every<keyof RequestJson> = {
  ...{ CN: true, names: true, hosts: true, key: true, ca: true, serialnumber: true, delegation_enabled: true },
  ...{ extensions: true, crl_url: true, $schema: true },
};
const name: Every<keyof NameJson> = {
  ...{ C: true, ST: true, L: true, O: true, OU: true, E: true, OID: true, SerialNumber: true },
};
const key: Every<keyof KeyJson> = { algo: true, size: true };
const ca: Every<keyof CaJson> = { expiry: true, backdate: true, pathlen: true, pathlenzero: true };
const extension: Every<keyof ExtensionJson> = { Id: true, Critical: true, Value: true };
const subject: Every<keyof SubjectJson> = { CN: true, names: true, SerialNumber: true, $schema: true };

test.each<[string, object]>([
  ["config", config],
  ["config/properties/signing", signing],
  ["config/$defs/profile", profile],
  ["config/$defs/profile/properties/ca_constraint", caConstraint],
  ["config/$defs/profile/properties/auth_remote", authRemote],
  ["config/$defs/profile/properties/lint_error_level", lintLevel],
  ["config/$defs/profile/properties/ignored_lint_sources/items", lintSource],
  ["config/$defs/policy", policy],
  ["config/$defs/policy/properties/qualifiers/items", qualifier],
  ["config/$defs/csrWhitelist", csrWhitelist],
  ["config/$defs/authKey", authKey],
  ["config/$defs/usage", usage],
  ["csr", request],
  ["csr/$defs/name", name],
  ["csr/$defs/key", key],
  ["csr/$defs/ca", ca],
  ["csr/$defs/extension", extension],
  ["subject", subject],
  ["subject/$defs/name", name],
])("the type for %s has the names that the schema has", (path, type) => {
  expect(Object.keys(type).sort()).toEqual(namesAt(path));
});

test("inputs may be constant all the way down", async () => {
  const request = { CN: "x", hosts: ["a.example"], names: [{ O: "y" }], key: { algo: "ecdsa", size: 256 } } as const;
  const made = await initca(Object.freeze(request));
  const config = {
    auth_keys: { k: { type: "standard", key: "00" } },
    signing: {
      default: { expiry: "1h", usages: ["signing", "server auth"], auth_key: "k" },
      profiles: { ca: { expiry: "1h", usages: ["cert sign"], ca_constraint: { is_ca: true } } },
    },
  } as const;
  const signer = await createLocalSigner({ ca: made.cert, caKey: made.key, config });
  const issue = { profile: "ca", hosts: ["a.example"], subject: { names: [{ O: "z" }] } } as const;
  await signer.sign(made.csr, issue);
});

test("a misspelt member or word does not compile", () => {
  const signed = (config: ConfigJson) => createLocalSigner({ ca: "", caKey: "", config });
  const expiry = "1h";
  const misuses: readonly (() => unknown)[] = [
    // @ts-expect-error signing is missing
    () => signed({}),
    // @ts-expect-error profiles are inside signing
    () => signed({ signing: {}, profiles: {} }),
    // @ts-expect-error profile has an s
    () => signed({ signing: { profile: {} } }),
    // @ts-expect-error usages has an s
    () => signed({ signing: { default: { expiry, usage: ["server auth"] } } }),
    // @ts-expect-error no such usage
    () => signed({ signing: { default: { expiry, usages: ["sever auth"] } } }),
    // @ts-expect-error is_ca belongs in ca_constraint
    () => signed({ signing: { default: { expiry, is_ca: true } } }),
    // @ts-expect-error durations are texts
    () => signed({ signing: { default: { expiry: 3600 } } }),
    // @ts-expect-error cfssl ignores this spelling
    () => signed({ signing: { default: { expiry, csr_whitelist: {} } } }),
    // @ts-expect-error no such type of key
    () => signed({ signing: {}, auth_keys: { k: { type: "hmac", key: "00" } } }),
    // @ts-expect-error host has an s
    () => genkey({ CN: "x", host: ["a.example"] }),
    // @ts-expect-error no such attribute
    () => genkey({ names: [{ CN: "x" }] }),
    // @ts-expect-error an identifier is a list of numbers
    () => genkey({ extensions: [{ Id: "1.2.3" }] }),
  ];
  expect(misuses.length).toBe(12);
});
