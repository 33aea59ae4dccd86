import { createPublicKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  CfsslError,
  type ConfigJson,
  certinfo,
  check,
  createLocalSigner,
  createLogger,
  createMemoryStore,
  csrinfo,
  daysLeft,
  describeCertificate,
  describeRequest,
  drawReport,
  EnsureError,
  ExportError,
  ensure,
  explain,
  exportAs,
  fingerprint,
  GoError,
  GoPanic,
  gencrl,
  gencsr,
  genkey,
  type IssueOptions,
  initca,
  type LocalSigner,
  type Options,
  orderChain,
  type ProfileJson,
  renewca,
  selfsign,
  splitBundle,
  testPki,
  verifyCertificate,
} from "../../src/index.js";
import { toX509Certificate, toX509Request } from "../../src/peculiar.js";
import { fixturePath } from "../support/contents.js";

const read = (path: string) => readFileSync(fixturePath(path), "utf8");
const ca = read("pem/ca-ecdsa-256.pem");
const caKey = read("pem/ca-ecdsa-256-key.pem");
const csr = read("pem/leaf-ecdsa-256.csr");
const otherKey = read("pem/leaf-ecdsa-384-key.pem");
const badCsr = csr.replace(/^(?<last>.{4}).*\n(?=-----END)/m, (line) =>
  line.replace(/[A-Za-z]/, (at) => (at === "A" ? "B" : "A")),
);

const derOf = (pem: string) => Buffer.from(pem.replace(/-----.*?-----/g, ""), "base64");
const issuedAt = Date.UTC(2026, 10, 25);

const profile: ProfileJson = { expiry: "1h", usages: ["server auth"] };
const authority: ProfileJson = { expiry: "1h", usages: ["cert sign"], ca_constraint: { is_ca: true } };
const config: ConfigJson = { signing: { default: profile, profiles: { authority } } };
const fixed: Options = {
  keyFormat: "pkcs8",
  now: () => issuedAt,
  random: (length) => new Uint8Array(length).fill(0x11),
  log: createLogger(
    5n,
    () => "",
    () => {},
  ),
  sources: { env: () => "00", readFile: () => new Uint8Array() },
  fetch: async () => Response.error(),
  signal: new AbortController().signal,
  timeout: 1000,
  compat: "1.6",
};

let signer: LocalSigner;
let leaf = "";
beforeAll(async () => {
  signer = await createLocalSigner({ ca, caKey, config }, fixed);
  leaf = (await signer.gencert({ CN: "x", hosts: ["a.example"] })).cert;
});

// biome-ignore lint/suspicious/noExplicitAny: hostile arguments fit no type
type Arguments = any;

/** A public function with arguments that it takes. */
interface Door {
  readonly name: string;
  readonly call: (...args: Arguments) => unknown;
  readonly args: () => readonly unknown[];
}

const doors: readonly Door[] = [
  {
    name: "initca",
    call: initca,
    args: () => [{ CN: "x", hosts: ["a.example"], key: { algo: "ecdsa", size: 256 }, ca: { expiry: "1h" } }, fixed],
  },
  { name: "initca for a key", call: initca, args: () => [{ CN: "x" }, { ...fixed, key: otherKey, password: "none" }] },
  { name: "genkey", call: genkey, args: () => [{ CN: "x", names: [{ O: "y" }] }, fixed] },
  { name: "selfsign", call: selfsign, args: () => [{ CN: "x", hosts: ["a.example"] }, fixed] },
  {
    name: "selfsign for a key",
    call: selfsign,
    args: () => [{ CN: "x" }, { ...fixed, key: otherKey, password: "none" }],
  },
  {
    name: "gencsr",
    call: gencsr,
    args: () => [{ CN: "x", hosts: ["a.example"] }, caKey, { ...fixed, password: "none" }],
  },
  {
    name: "exportAs",
    call: exportAs,
    args: () => [
      "combined",
      { cert: ca, key: caKey, ca: [ca], password: "none" },
      {
        ...fixed,
        name: "x",
        root: true,
        newPassword: "y",
        scrypt: false,
        namespace: "n",
        server: "s",
        cluster: "c",
        user: "u",
      },
    ],
  },
  { name: "renewca", call: renewca, args: () => [{ ca, caKey, password: "none" }, fixed] },
  {
    name: "gencrl",
    call: gencrl,
    args: () => [{ ca, caKey, password: "none", serials: [1n, "2", { hex: "3" }], lifetime: 60 }, fixed],
  },
  {
    name: "createLocalSigner",
    call: createLocalSigner,
    args: () => [{ ca, caKey, password: "none", config, strictProfile: true }, fixed],
  },
  {
    name: "signer.gencert",
    call: (...args) => signer.gencert(...(args as [never])),
    args: () => [{ CN: "x" }, { profile: "p", hosts: ["a.example"], crlUrl: "http://a" }],
  },
  {
    name: "signer.gencert for a key",
    call: (...args) => signer.gencert(...(args as [never])),
    args: () => [{ CN: "x" }, { key: otherKey, password: "none" }],
  },
  {
    name: "signer.renew",
    call: (...args) => signer.renew(...(args as [never])),
    args: () => [leaf, { profile: "p", crlUrl: "http://a" }],
  },
  {
    name: "signer.renew for a key",
    call: (...args) => signer.renew(...(args as [never])),
    args: () => [{ raw: derOf(leaf) }, { key: otherKey, password: "none" }],
  },
  {
    name: "signer.sign",
    call: (...args) => signer.sign(...(args as [never])),
    args: () => [
      csr,
      { profile: "p", hosts: ["a.example"], crlUrl: "http://a", subject: { CN: "y", names: [{ O: "z" }] } },
    ],
  },
  { name: "certinfo", call: certinfo, args: () => [ca, fixed] },
  { name: "csrinfo", call: csrinfo, args: () => [csr, fixed] },
  { name: "describeCertificate", call: describeCertificate, args: () => [{ raw: derOf(ca) }, fixed] },
  { name: "describeRequest", call: describeRequest, args: () => [csr, fixed] },
  {
    name: "check",
    call: check,
    args: () => [
      [
        { path: "ca.pem", bytes: ca, mode: 0o644 },
        { path: "leaf.der", bytes: derOf(leaf) },
      ],
      {
        ...fixed,
        within: 1000,
        serviceCidrs: ["10.96.0.0/12"],
        hosts: ["a.example"],
        nodes: { "cp-1": "10.0.0.1" },
        roles: { "leaf.der": "server" },
        ignore: ["file-empty"],
      },
    ],
  },
  {
    name: "explain",
    call: explain,
    args: () => [
      "x509: certificate signed by unknown authority",
      [{ path: "ca.pem", bytes: ca, mode: 0o644 }],
      {
        ...fixed,
        serviceCidrs: ["10.96.0.0/12"],
        hosts: ["a.example"],
        nodes: { "cp-1": "10.0.0.1" },
        roles: { "ca.pem": "client-ca" },
      },
    ],
  },
  {
    name: "drawReport",
    call: drawReport,
    args: () => [
      {
        version: 1,
        at: "2026-11-28T12:00:00Z",
        findings: [
          {
            ...{ rule: "san-empty", severity: "error", files: ["leaf.pem", "ca.pem"], message: "m", role: "server" },
            ...{ expected: "e", found: "f", seenAs: ["s"], mend: { text: "t", commands: ["c"] }, usedBy: ["u"] },
          },
        ],
        files: [
          {
            ...{ path: "leaf.pem", kind: "certificate", role: "server", subject: "s", issuer: "i", serial: "1" },
            ...{ notBefore: "2026-01-01T00:00:00Z", notAfter: "2027-01-01T00:00:00Z", sans: ["a"], signedBy: "ca.pem" },
            ...{ keyFile: "leaf-key.pem", usedBy: ["u"], certificate: 1, signers: [2] },
          },
          { path: "x.pem", kind: "unreadable", reason: "r" },
        ],
        uses: [
          {
            ...{ component: "etcd", setting: "--cert-file", purpose: "certificate", role: "etcd-server" },
            ...{ named: "leaf.pem", path: "leaf.pem", by: "etcd.service", missing: true },
          },
        ],
        summary: { certificates: 1, cas: 0, keys: 0, kubeconfigs: 0, errors: 1, warnings: 0 },
      },
      { as: "html", title: "t" },
    ],
  },
  {
    name: "ensure",
    call: ensure,
    args: () => [
      {
        nodes: { n: { a: "10.0.0.1" } },
        cas: { ca: { request: { CN: "CA" }, cn: "x" } },
        certificates: { web: { each: ["n"], ca: "ca", profile: "p", hosts: ["{ip}"], request: "x.json" } },
        keys: { sa: { key: { algo: "ecdsa", size: 256 } } },
        config: { signing: { profiles: { p: profile } } },
      },
      { list: () => [], read: () => null, replace: () => {}, lock: () => () => {} },
      {
        ...{ ...fixed, sources: { env: () => "", readFile: () => Buffer.from("{}") } },
        ...{ only: ["sa"], newKeys: true, dryRun: false, onProgress: () => {} },
      },
    ],
  },
  { name: "createMemoryStore", call: createMemoryStore, args: () => [{ "a.pem": "x", "b.pem": new Uint8Array(1) }] },
  { name: "testPki", call: testPki, args: () => [{ ...fixed, hosts: ["a.example"] }] },
  { name: "daysLeft", call: daysLeft, args: () => [ca, fixed] },
  { name: "fingerprint", call: fingerprint, args: () => [ca, { ...fixed, hash: "SHA-256" }] },
  { name: "splitBundle", call: splitBundle, args: () => [ca + leaf, fixed] },
  { name: "orderChain", call: orderChain, args: () => [[ca, { raw: derOf(leaf) }], fixed] },
  {
    name: "verifyCertificate",
    call: verifyCertificate,
    args: () => [
      leaf,
      { roots: [ca], intermediates: [ca], host: "a.example", usages: ["server auth"], time: new Date(issuedAt) },
      fixed,
    ],
  },
  { name: "toX509Certificate", call: toX509Certificate, args: () => [ca, fixed] },
  { name: "toX509Request", call: toX509Request, args: () => [csr, fixed] },
  { name: "createLogger", call: createLogger, args: () => [1n, () => "", () => {}] },
];

class Bytes extends Uint8Array {}

const throwing = () => {
  throw new Error("a trap");
};

/** Values of every kind. Some are valid in some places; in all others, the error must be ours. */
const hostile: readonly (readonly [string, () => unknown])[] = [
  ["nothing", () => undefined],
  ["null", () => null],
  ["a number", () => 42],
  ["NaN", () => Number.NaN],
  ["a negative number", () => -1],
  ["a fraction", () => 0.5],
  ["a bigint", () => 42n],
  ["a boolean", () => true],
  ["a symbol", () => Symbol("s")],
  ["a function", () => () => 1],
  ["a class", () => class {}],
  ["an empty string", () => ""],
  ["a string", () => "some text"],
  ["a lone surrogate", () => "\ud800"],
  ["a String object", () => new String("x")],
  ["an array", () => [1]],
  ["an array with holes", () => new Array(3)],
  ["a date", () => new Date(0)],
  ["a date that is none", () => new Date(Number.NaN)],
  ["a Buffer", () => Buffer.from("x")],
  ["bytes", () => Uint8Array.of(0x30, 0)],
  ["bytes of a class of its own", () => new Bytes(3)],
  ["16-bit numbers", () => new Uint16Array(3)],
  ["an ArrayBuffer", () => new ArrayBuffer(3)],
  ["a SharedArrayBuffer", () => new SharedArrayBuffer(3)],
  ["shared bytes", () => new Uint8Array(new SharedArrayBuffer(3))],
  ["a DataView", () => new DataView(new ArrayBuffer(3))],
  ["a map", () => new Map([["CN", "x"]])],
  ["a set", () => new Set(["x"])],
  ["a promise", () => Promise.resolve("x")],
  ["a regular expression", () => /x/],
  ["an error", () => new Error("x")],
  ["an empty object", () => ({})],
  ["an object without prototype", () => Object.create(null)],
  ["an object of inherited members", () => Object.create({ CN: "x", ca, caKey, hosts: ["a"], hex: "1" })],
  ["an imitation of bytes", () => Object.create(Uint8Array.prototype)],
  ["an imitation of an ArrayBuffer", () => Object.create(ArrayBuffer.prototype)],
  ["an imitation of a signal", () => Object.create(AbortSignal.prototype)],
  ["an array-like object", () => ({ length: 2, 0: "a", 1: "b" })],
  [
    "an object with a hostile toString",
    () => ({ toString: throwing, valueOf: throwing, [Symbol.toPrimitive]: throwing }),
  ],
  [
    "an object with a hostile tag",
    () => ({
      get [Symbol.toStringTag]() {
        return throwing();
      },
    }),
  ],
  ["an object whose toJSON throws", () => ({ toJSON: throwing })],
  [
    "an object whose toJSON is itself",
    () => {
      const own: object = { toJSON: () => own };
      return own;
    },
  ],
  [
    "an object whose members throw",
    () =>
      new Proxy(
        {},
        {
          get: throwing,
          ownKeys: throwing,
          getPrototypeOf: throwing,
          getOwnPropertyDescriptor: throwing,
          has: throwing,
        },
      ),
  ],
  ["a proxy of an array that throws", () => new Proxy([1], { get: throwing })],
  ["a proxy of bytes", () => new Proxy(new Uint8Array(3), {})],
  [
    "a proxy that was revoked",
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    },
  ],
  [
    "an object that contains itself",
    () => {
      const own: { self?: object } = {};
      own.self = own;
      return own;
    },
  ],
  [
    "an array that contains itself",
    () => {
      const own: unknown[] = [];
      own.push(own);
      return own;
    },
  ],
  [
    "something very deep",
    () => {
      let deep: unknown = [];
      for (let at = 0; at < 5000; at++) deep = [deep];
      return deep;
    },
  ],
];

const runtimeWords =
  /is not a function|not iterable|Cannot (?!call a class)|cannot be converted|undefined|Maximum call stack|\[object|is not a constructor|Invalid (?:time|array)|a trap|must be an instance/;

/** The outcome of a call: "answered", or the error, which must be ours and in our words. */
async function outcomeOf(action: () => unknown): Promise<string> {
  let error: unknown;
  try {
    await action();
    return "answered";
  } catch (cause) {
    error = cause;
  }
  expect(error).toBeInstanceOf(Error);
  const { message, name } = error as Error;
  expect(message).not.toMatch(runtimeWords);
  const isOurs = [CfsslError, GoError, GoPanic, EnsureError, ExportError].some((kind) => error instanceof kind);
  if (!isOurs) {
    expect(name).toMatch(/^(?:TypeError|RangeError)$/);
    expect(message).toMatch(/^[\w.[\]]+(?:\["[^"]*"\])?(?: first argument)? |^CFSSL_COMPAT /);
  }
  return `${name}: ${message}`;
}

/** All places in a value: the value itself, its members, and theirs. */
function placesOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof AbortSignal)
    return [[]];
  return [[], ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner).map((path) => [key, ...path]))];
}

/** Copies the value, with another thing in one place. */
function withAt(value: unknown, path: readonly string[], thing: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return thing;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...(value as object) };
  copy[key] = withAt(copy[key], rest, thing);
  return copy;
}

describe.each(doors)("$name", ({ call, args }) => {
  // Jest collects the places before the leaf exists; only its bytes are missing then.
  const places = args().flatMap((arg, at) =>
    placesOf(arg).map((path) => ({ at, path, where: [at, ...path].join(".") })),
  );

  test("answers when nothing is wrong", async () => {
    expect(await outcomeOf(() => call(...args()))).toBe("answered");
  });

  test.each(places)("takes anything at $where, or refuses it in words of ours", async ({ at, path }) => {
    const clean = args();
    for (const [kind, make] of hostile) {
      const given = clean.map((arg, index) => (index === at ? withAt(arg, path, make()) : arg));
      const outcome = await outcomeOf(() => call(...given));
      expect(`${kind}: ${outcome}`).toContain(kind);
    }
  });

  const members = places.filter(({ path }) => path.length > 0);
  if (members.length === 0) return;

  test.each(members)("reads $where once", async ({ at, path }) => {
    const last = path.at(-1) ?? "";
    let reads = 0;
    const clean = args();
    const given = clean.map((arg, index) => {
      if (index !== at) return arg;
      const holder = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], arg);
      const value = (holder as Record<string, unknown>)[last];
      const copy: object = Array.isArray(holder) ? [...holder] : { ...(holder as object) };
      Object.defineProperty(copy, last, { enumerable: true, get: () => (++reads === 1 ? value : throwing()) });
      return withAt(arg, path.slice(0, -1), copy);
    });
    expect(await outcomeOf(() => call(...given))).toBe(await outcomeOf(() => call(...clean)));
    expect(reads).toBeLessThanOrEqual(1);
  });

  test.each(members)("says so when $where cannot be read", async ({ at, path }) => {
    const last = path.at(-1) ?? "";
    const given = args().map((arg, index) => {
      if (index !== at) return arg;
      const holder = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], arg);
      const copy: object = Array.isArray(holder) ? [...holder] : { ...(holder as object) };
      Object.defineProperty(copy, last, { enumerable: true, get: throwing });
      return withAt(arg, path.slice(0, -1), copy);
    });
    expect(await outcomeOf(() => call(...given))).toMatch(/^TypeError: [\w.[\]]+(?:\["[^"]*"\])? cannot be read$/);
  });
});

describe("members without a meaning", () => {
  /** A value with names that the signer itself uses. */
  const stranger = {
    publicKey: new Uint8Array(91),
    subject: { commonName: "stranger" },
    isCa: true,
  };
  const extra = JSON.parse(
    '{"asks":null,"request":null,"made":null,"requested":null,"isPredicted":true,"trusted":true,"label":"x",' +
      '"__proto__":{"profile":"authority"},"constructor":null,"then":null}',
  );
  const objects: readonly (readonly [string, object])[] = [
    ["null", extra],
    [
      "a certificate to be issued",
      { ...extra, asks: stranger, requested: stranger, made: { requested: stranger, der: new Uint8Array() } },
    ],
  ];

  test.each(objects)("(%s) never make a broken signature count", async (_, object) => {
    const options: object = { ...object, asks: null };
    expect(badCsr).not.toBe(csr);
    await expect(signer.sign(badCsr, options)).rejects.toBeInstanceOf(CfsslError);
    await expect(signer.sign(badCsr, JSON.parse('{"asks":null,"__proto__":{"asks":null}}'))).rejects.toBeInstanceOf(
      CfsslError,
    );
  });

  test.each(objects)("(%s) change neither key, subject nor profile", async (_, object) => {
    const plain = await signer.sign(csr);
    for (const options of [object, Object.assign(Object.create({ asks: stranger, requested: stranger }), object)]) {
      const { cert } = await signer.sign(csr, options as never).catch((error: unknown) => {
        expect(error).toBeInstanceOf(TypeError);
        return plain;
      });
      expect(identity(cert)).toEqual(identity(plain.cert));
    }
  });

  test.each(objects)("(%s) leave a new key's certificate to that key", async (_, object) => {
    const { subject: __, ...options } = object as { subject?: unknown };
    const { cert, key } = await signer.gencert({ CN: "x" }, options as IssueOptions);
    expect(new X509Certificate(cert).publicKey.equals(createPublicKey(key))).toBe(true);
    expect(identity(cert)).toMatchObject({ subject: "CN=x", ca: false });
  });

  const polluting: Readonly<Record<string, unknown>> = {
    asks: stranger,
    requested: stranger,
    made: stranger,
    profile: "authority",
    hosts: ["evil.example"],
    crlUrl: "http://evil.example",
    subject: { CN: "evil" },
    password: "evil",
    config: { signing: { default: authority } },
    compat: "1.2",
    now: () => 0,
    random: (length: number) => new Uint8Array(length),
    fetch: throwing,
    timeout: 1,
    signal: AbortSignal.abort(),
    toJSON: () => ({ CN: "evil" }),
    hex: "1",
    CN: "evil",
  };

  test("of a class count, like those of a logger", async () => {
    class Terms {
      get hosts() {
        return ["class.example"];
      }
    }
    const { cert } = await signer.sign(csr, new Terms());
    expect(identity(cert).names).toBe("DNS:class.example");
  });

  test.each(Object.keys(polluting))("are ignored when Object.prototype has %s", async (name) => {
    const before = identity((await signer.sign(csr)).cert);
    Object.defineProperty(Object.prototype, name, {
      value: polluting[name],
      configurable: true,
      enumerable: false,
      writable: true,
    });
    let certificates: readonly string[];
    try {
      const opened = await createLocalSigner({ ca, caKey }, {});
      certificates = [
        (await opened.sign(csr)).cert,
        (await opened.sign(csr, {})).cert,
        (await opened.gencert({ CN: "leaf.example" }, {})).cert,
        (await gencsr({ CN: "x" }, otherKey, {})).csr,
      ];
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
    const [first = "", second = "", made = "", request = ""] = certificates;
    expect([identity(first), identity(second)]).toEqual([before, before]);
    expect(identity(made)).toMatchObject({ subject: "CN=leaf.example", ca: false, names: undefined });
    expect(csrinfo(request)).toMatchObject({ Subject: { CommonName: "x" } });
    expect(certinfo(first).not_before.slice(0, 4)).not.toBe("1970");
  });
});

function identity(cert: string) {
  const { subject, subjectAltName, ca: isCa, publicKey } = new X509Certificate(cert);
  return { subject, names: subjectAltName, ca: isCa, key: publicKey.export({ type: "spki", format: "pem" }) };
}
