import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

const root = join(__dirname, "..");

function readJson(...path: string[]): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, ...path), "utf8"));
}

const schemas = {
  csr: readJson("schema", "csr.schema.json"),
  config: readJson("schema", "config.schema.json"),
  subject: readJson("schema", "subject.schema.json"),
};

type Kind = keyof typeof schemas;

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

function check(kind: Kind, data: unknown): string[] {
  const id = `${kind}.schema.json`;
  ajv.validate(id, data);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Every schema within a schema, itself included, by its JSON pointer. */
function* subschemas(schema: object, pointer = ""): Generator<[pointer: string, schema: Record<string, unknown>]> {
  yield [pointer, { ...schema }];
  for (const [key, inner] of Object.entries(schema)) {
    if (["properties", "$defs", "allOf", "anyOf", "oneOf"].includes(key)) {
      for (const [name, each] of Object.entries<object>(inner)) yield* subschemas(each, `${pointer}/${key}/${name}`);
    } else if (["additionalProperties", "else", "if", "items", "not", "propertyNames", "then"].includes(key)) {
      yield* subschemas(inner, `${pointer}/${key}`);
    }
  }
}

describe.each(Object.keys(schemas) as Kind[])("the schema of %s files", (kind) => {
  test("is a schema of draft 2020-12", () => {
    expect(schemas[kind]["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(ajv.validateSchema(schemas[kind])).toBe(true);
    expect(() => ajv.getSchema(`${kind}.schema.json`)).not.toThrow();
  });

  test("explains every member", () => {
    const { $defs: definitions } = schemas[kind] as { $defs: Record<string, { description?: string }> };
    const members = [...subschemas(schemas[kind])].filter(
      ([pointer]) => /\/properties\/[^/]+$/.test(pointer) && !/\/(allOf|if|not|then)\//.test(pointer),
    );
    expect(members.length).toBeGreaterThan(5);
    for (const [pointer, { description, $ref = "" }] of members) {
      const explanation = description ?? definitions[String($ref).replace("#/$defs/", "")]?.description;
      expect([pointer, explanation]).toEqual([pointer, expect.stringMatching(/^[A-Z`].*\.$/)]);
    }
  });

  test("has defaults and examples that conform to it", () => {
    const samples = [...subschemas(schemas[kind])].flatMap(([pointer, schema]) => {
      const examples = Array.isArray(schema["examples"]) ? schema["examples"] : [];
      return [...("default" in schema ? [schema["default"]] : []), ...examples].map((sample) => [pointer, sample]);
    });
    expect(samples.length).toBeGreaterThan(5);
    for (const [pointer, sample] of samples) {
      expect([pointer, ajv.validate(`${kind}.schema.json#${pointer}`, sample), ajv.errors]).toEqual([
        pointer,
        true,
        null,
      ]);
    }
  });

  test("lets unknown keys pass", () => {
    const least = kind === "config" ? { signing: {} } : {};
    expect(check(kind, { ...least, unknown: [1], $schema: "x" })).toEqual([]);
  });

  test.each([null, [], "x", 1])("refuses what is no object: %j", (data) => {
    expect(check(kind, data)).not.toEqual([]);
  });
});

test.each<[string, Kind]>([
  ["ca-config.json", "config"],
  ["ca-csr.json", "csr"],
  ["kubernetes-csr.json", "csr"],
  ["admin-csr.json", "csr"],
  ["kube-proxy-csr.json", "csr"],
])("%s of the Kubernetes walk-through conforms", (file, kind) => {
  expect(check(kind, readJson("fixtures", "walkthrough", file))).toEqual([]);
});

// cfssl accepts each of these.
test.each<[Kind, unknown]>([
  ["csr", {}],
  ["csr", { key: { size: 384 } }],
  ["csr", { key: { algo: "ed25519" } }],
  ["csr", { key: { algo: "rsa", size: 8192 }, ca: { expiry: "1h30m", pathlen: 0, pathlenzero: true } }],
  ["csr", { ca: { expiry: "", backdate: "0" }, names: [{ OID: { "1.2.3": "x" }, E: "a@b" }] }],
  [
    "csr",
    {
      extensions: [
        { Id: [1, 2, 3], Value: "AQ==" },
        { Id: [1, 2, 3], Critical: true, Value: [1, 2] },
      ],
    },
  ],
  ["config", { signing: {} }],
  ["config", { signing: { default: { expiry: "-1.5h" } } }],
  ["config", { signing: { default: { expiry: "1h", remote: "" } } }],
  ["config", { signing: { profiles: { p: { remote: "r" } } }, remotes: { r: "h" } }],
  ["config", { signing: { default: { expiry: "1h", CSRWhitelist: { Subject: true }, policies: [{ id: "1.2.3" }] } } }],
  ["config", { signing: { default: { expiry: "1h", not_before: "2020-01-01T00:00:00+05:30" } } }],
  ["config", { signing: {}, auth_keys: { a: { type: "standard", key: "" }, b: { type: "standard", key: "00fF" } } }],
  ["subject", { CN: "x", names: [{ O: "y" }], SerialNumber: "1" }],
])("as %s conforms: %j", (kind, data) => {
  expect(check(kind, data)).toEqual([]);
});

// cfssl fails on each of these, or takes it for something else than it looks like.
test.each<[Kind, unknown, string]>([
  ["csr", { CN: 1 }, "/CN must be string"],
  ["csr", { hosts: "www.example.com" }, "/hosts must be array"],
  ["csr", { names: { C: "US" } }, "/names must be array"],
  ["csr", { key: { algo: "RSA" } }, "/key/algo must be equal to one of the allowed values"],
  ["csr", { key: { algo: "rsa" } }, "/key must have required property 'size'"],
  ["csr", { key: { algo: "rsa", size: 1024 } }, "/key/size must be >= 2048"],
  ["csr", { key: { algo: "rsa", size: 16384 } }, "/key/size must be <= 8192"],
  ["csr", { key: { size: 2048 } }, "/key/size must be equal to one of the allowed values"],
  ["csr", { key: { size: "256" } }, "/key/size must be integer"],
  ["csr", { ca: { expiry: "5y" } }, "/ca/expiry must match pattern"],
  ["csr", { ca: { pathlen: "0" } }, "/ca/pathlen must be integer"],
  ["csr", { extensions: [{ Id: "1.2.3" }] }, "/extensions/0/Id must be array"],
  ["config", {}, " must have required property 'signing'"],
  ["config", { signing: { default: {} } }, "/signing/default must have required property 'expiry'"],
  ["config", { signing: { default: { expiry: "" } } }, "/signing/default/expiry must NOT be valid"],
  ["config", { signing: { default: { expiry: "365d" } } }, "/signing/default/expiry must match pattern"],
  [
    "config",
    { signing: { profiles: { p: { expiry: "1h" } } } },
    "/signing/profiles/p must have required property 'usages'",
  ],
  [
    "config",
    { signing: { profiles: { p: { expiry: "1h", usages: [] } } } },
    "/signing/profiles/p/usages must NOT have fewer than 1 items",
  ],
  [
    "config",
    { signing: { default: { expiry: "1h", usages: ["server-auth"] } } },
    "/signing/default/usages/0 must be equal to one of the allowed values",
  ],
  [
    "config",
    { signing: { default: { expiry: "1h", not_before: "2020-01-01" } } },
    "/signing/default/not_before must match pattern",
  ],
  [
    "config",
    { signing: { default: { expiry: "1h", policies: [{ id: "1" }] } } },
    "/signing/default/policies/0/id must match pattern",
  ],
  ["config", { signing: {}, auth_keys: { k: { type: "standard", key: "0" } } }, "/auth_keys/k/key must match pattern"],
  ["config", { signing: {}, remotes: { r: 1 } }, "/remotes/r must be string"],
  ["subject", { names: [{ C: ["US"] }] }, "/names/0/C must be string"],
])("as %s does not conform: %j", (kind, data, problem) => {
  expect(check(kind, data)).toContainEqual(expect.stringContaining(problem));
});
