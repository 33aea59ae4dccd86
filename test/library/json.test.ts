import { createLocalSigner, csrinfo, genkey, type RequestJson } from "../../src/index.js";

const within: { CN: string; names?: object[] } = { CN: "x" };
within.names = [{ O: within }];

/** A request that a caller's types would not let through. */
const ask = (request: unknown) => genkey(request as RequestJson);
const subjectOf = async (request: unknown) => csrinfo((await ask(request)).csr)["Subject"];

class Request {
  readonly names = [{ O: "Example" }];
  readonly secret = undefined;
  get CN(): string {
    return "not its own";
  }
}

test.each<[string, unknown, object]>([
  [
    "a getter",
    {
      get CN() {
        return "x";
      },
    },
    { CommonName: "x" },
  ],
  ["a toJSON", { toJSON: () => ({ CN: "x" }) }, { CommonName: "x" }],
  ["a toJSON that gives text", { CN: { toJSON: () => "x" } }, { CommonName: "x" }],
  [
    "a toJSON of a class",
    new (class {
      toJSON() {
        return { CN: "x" };
      }
    })(),
    { CommonName: "x" },
  ],
  ["members that are undefined", { CN: "x", names: undefined, hosts: undefined }, { CommonName: "x" }],
  ["bigints", { CN: "x", key: { algo: "ecdsa", size: 384n } }, { CommonName: "x" }],
  ["no prototype", Object.assign(Object.create(null), { CN: "x" }), { CommonName: "x" }],
  ["a class, whose own members count", new Request(), { CommonName: "", Organization: ["Example"] }],
  ["an own __proto__", JSON.parse('{"CN":"x","__proto__":{"CN":"y"}}'), { CommonName: "x" }],
  [
    "one object in two places",
    ((name) => ({ CN: "x", names: [name, name] }))({ O: "y" }),
    { Organization: ["y", "y"] },
  ],
  ["members that are in no request", { CN: "x", other: [1.5, -0, true, null, { deep: [] }] }, { CommonName: "x" }],
])("a request with %s is read like its JSON", async (_, request, subject) => {
  expect(await subjectOf(request)).toMatchObject(subject);
});

const kinds = "request must be an object, JSON text or bytes of JSON text";

test.each<[string, unknown, string]>([
  ["nothing", undefined, `${kinds}; nothing was given`],
  ["null", null, `${kinds}; null was given`],
  ["a number", 1, `${kinds}; a number was given`],
  ["a function", () => 1, `${kinds}; a function was given`],
  ["a toJSON that gives nothing", { toJSON() {} }, `${kinds}; nothing was given`],
  ["a map", new Map(), "request must be a plain object; a value of type Map was given"],
  ["a promise", Promise.resolve({}), "request must be a plain object; a value of type Promise was given"],
  [
    "a DataView",
    new DataView(new ArrayBuffer(1)),
    "request must be a plain object; a value of type DataView was given",
  ],
  ["itself inside", within, "request.names[0].O refers back to an object that it is in"],
  ["a map inside", { key: new Map() }, "request.key must be a plain object; a value of type Map was given"],
  ["bytes inside", { CN: Buffer.from("x") }, "request.CN must be a plain object; a value of type Uint8Array was given"],
  ["a symbol inside", { CN: Symbol("x") }, "request.CN must be a value that JSON has; a symbol was given"],
  ["a function inside", { CN: () => "x" }, "request.CN must be a value that JSON has; a function was given"],
  ["NaN inside", { key: { size: Number.NaN } }, "request.key.size must be a finite number"],
  ["a hole in a list", { hosts: new Array(1) }, "request.hosts[0] must be a value that JSON has; nothing was given"],
])("a request with or as %s is a TypeError that names it", async (_, request, message) => {
  await expect(ask(request)).rejects.toThrow(new TypeError(message));
});

test("configurations are read in the same way", async () => {
  const files = { ca: "", caKey: "" };
  await expect(createLocalSigner({ ...files, config: new Map() as never })).rejects.toThrow(
    new TypeError("config must be a plain object; a value of type Map was given"),
  );
});
