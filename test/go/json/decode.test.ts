import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { unmarshal } from "../../../src/go/json/decode.js";
import { marshal } from "../../../src/go/json/encode.js";
import {
  any,
  bool,
  bytes,
  custom,
  float64,
  type GoValue,
  type Infer,
  iface,
  int,
  map,
  pointer,
  slice,
  string,
  struct,
  text,
} from "../../../src/go/json/index.js";
import { decodeUtf8, encodeUtf8 } from "../../../src/go/utf8.js";

const keyRequest = struct("csr.KeyRequest", { algorithm: ["algo", string()], size: ["size", int()] });

/** The struct that `cfssl genkey` of 1.6.5 reads. */
const request = struct("csr.CertificateRequest", {
  commonName: ["CN", string()],
  names: [
    "names",
    slice(struct("csr.Name", { country: ["C", string()], locality: ["L", string()], oid: ["OID", map(string())] })),
  ],
  hosts: ["hosts", slice(string())],
  key: ["key", pointer(keyRequest)],
  ca: ["ca", pointer(struct("csr.CAConfig", { pathLength: ["pathlen", int()], zero: ["pathlenzero", bool()] }))],
  serialNumber: ["serialnumber", string()],
  extensions: [
    "extensions",
    slice(
      struct("pkix.Extension", {
        id: ["Id", slice(int(), "asn1.ObjectIdentifier")],
        critical: ["Critical", bool()],
        value: ["Value", bytes()],
      }),
    ),
  ],
});

type Request = Infer<typeof request>;

function decodeRequest(json: string, into?: Request): Request {
  return unmarshal(encodeUtf8(json), request, into);
}

describe("a value that does not fit", () => {
  // Each message is that of `cfssl genkey` 1.6.5 for the text.
  test.each([
    ["1", "number into Go value of type csr.CertificateRequest"],
    ['"x"', "string into Go value of type csr.CertificateRequest"],
    ["true", "bool into Go value of type csr.CertificateRequest"],
    ["[]", "array into Go value of type csr.CertificateRequest"],
    ['{"CN":1}', "number into Go struct field CertificateRequest.CN of type string"],
    ['{"CN":{}}', "object into Go struct field CertificateRequest.CN of type string"],
    ['{"CN":[]}', "array into Go struct field CertificateRequest.CN of type string"],
    ['{"hosts":"a"}', "string into Go struct field CertificateRequest.hosts of type []string"],
    ['{"hosts":[null,1]}', "number into Go struct field CertificateRequest.hosts of type string"],
    ['{"hosts":[["a"]]}', "array into Go struct field CertificateRequest.hosts of type string"],
    ['{"names":{}}', "object into Go struct field CertificateRequest.names of type []csr.Name"],
    ['{"names":["x"]}', "string into Go struct field CertificateRequest.names of type csr.Name"],
    ['{"names":[{"C":1}]}', "number into Go struct field Name.names.C of type string"],
    ['{"names":[{"OID":[]}]}', "array into Go struct field Name.names.OID of type map[string]string"],
    ['{"names":[{"OID":{"1.2":3}}]}', "number into Go struct field Name.names.OID of type string"],
    [
      '{"names":[{"C":"x"}],"serialnumber":1}',
      "number into Go struct field CertificateRequest.serialnumber of type string",
    ],
    ['{"key":[]}', "array into Go struct field CertificateRequest.key of type csr.KeyRequest"],
    ['{"key":{"size":"x"}}', "string into Go struct field KeyRequest.key.size of type int"],
    ['{"key":{"size":true}}', "bool into Go struct field KeyRequest.key.size of type int"],
    ['{"key":{"size":1.5}}', "number 1.5 into Go struct field KeyRequest.key.size of type int"],
    ['{"key":{"size":1e3}}', "number 1e3 into Go struct field KeyRequest.key.size of type int"],
    [
      '{"key":{"size":9223372036854775808}}',
      "number 9223372036854775808 into Go struct field KeyRequest.key.size of type int",
    ],
    [
      '{"key":{"size":-9223372036854775809}}',
      "number -9223372036854775809 into Go struct field KeyRequest.key.size of type int",
    ],
    ['{"ca":1}', "number into Go struct field CertificateRequest.ca of type csr.CAConfig"],
    ['{"ca":{"pathlenzero":1}}', "number into Go struct field CAConfig.ca.pathlenzero of type bool"],
    [
      '{"extensions":[{"Id":"1.2"}]}',
      "string into Go struct field Extension.extensions.Id of type asn1.ObjectIdentifier",
    ],
    ['{"extensions":[{"Id":["1"]}]}', "string into Go struct field Extension.extensions.Id of type int"],
    ['{"extensions":[{"Value":1}]}', "number into Go struct field Extension.extensions.Value of type []uint8"],
    ['{"extensions":[{"Value":["x"]}]}', "string into Go struct field Extension.extensions.Value of type uint8"],
    ['{"extensions":[{"Value":[256]}]}', "number 256 into Go struct field Extension.extensions.Value of type uint8"],
    ['{"extensions":[{"Value":[-0]}]}', "number -0 into Go struct field Extension.extensions.Value of type uint8"],
    ['{"extensions":[{"Value":[1.0]}]}', "number 1.0 into Go struct field Extension.extensions.Value of type uint8"],
  ])("is named with its Go type: %s", (json, message) => {
    expect(() => decodeRequest(json)).toThrow(new GoError(`json: cannot unmarshal ${message}`));
  });

  test("is the error if it is the first of several", () => {
    expect(() => decodeRequest('{"CN":"a","CN":1,"hosts":2}')).toThrow(/CertificateRequest\.CN of type string$/);
  });

  test("is not the error if the text after it is not JSON", () => {
    expect(() => decodeRequest('{"CN":1,"hosts":[}')).toThrow(/^invalid character '}' looking for beginning of value$/);
  });

  test("may be malformed base64", () => {
    expect(() => decodeRequest('{"extensions":[{"Value":"YQ"}],"CN":1}')).toThrow(
      /^illegal base64 data at input byte 0$/,
    );
  });

  // `cfssljson -bare`
  test("may be a number too large for a float64", () => {
    const message = "json: cannot unmarshal number 1e999 into Go value of type float64";
    expect(() => unmarshal(encodeUtf8('{"a":[1e999]}'), map(any()))).toThrow(new GoError(message));
    expect(() => unmarshal(encodeUtf8("1e999"), float64())).toThrow(new GoError(message));
  });
});

describe("a key", () => {
  test.each(["CN", "cn", "\\u0043N"])("matches its field in any case: %s", (key) => {
    expect(decodeRequest(`{"${key}":"x"}`).commonName).toBe("x");
  });

  test.each(["hoſtſ", "HOSTS", "Ho\\u017fts"])("matches by Unicode's simple folding: %s", (key) => {
    expect(decodeRequest(`{"${key}":["x"]}`).hosts).toEqual(["x"]);
  });

  test("matches by folding with the Kelvin sign", () => {
    expect(decodeRequest('{"\u212aey":{"algo":"x"}}').key?.algorithm).toBe("x");
  });

  test("matches the field of exactly this name rather than one that differs in case", () => {
    const both = struct("T", { text: ["expiry", string()], number: ["Expiry", int()] });
    expect(unmarshal(encodeUtf8('{"Expiry":5,"EXPIRY":"1h"}'), both)).toEqual({ text: "1h", number: 5n });
  });

  test("of a map is data, not a name", () => {
    expect(decodeRequest('{"names":[{"OID":{"a":"1","A":"2"}}]}').names?.[0]?.oid).toEqual(
      new Map([
        ["a", "1"],
        ["A", "2"],
      ]),
    );
  });

  test("that matches no field is skipped with its value", () => {
    expect(decodeRequest('{"x":{"CN":[1,"]}"]},"y":-1e9 ,"z":null,"CN":"a"}').commonName).toBe("a");
  });

  test("never matches a field whose key is a dash", () => {
    const hidden = struct("T", { secret: ["-", string()] });
    expect(unmarshal(encodeUtf8('{"-":"x","secret":"y"}'), hidden)).toEqual({ secret: "" });
  });
});

describe("null", () => {
  test("does not change scalars and structs, and empties pointers, slices and maps", () => {
    const into = decodeRequest('{"CN":"a","hosts":["b"],"key":{"size":1},"names":[{"C":"d","OID":{"1.2":"e"}}]}');
    const json = '{"CN":null,"hosts":null,"key":null,"ca":null,"names":[{"C":null,"OID":null}]}';
    expect(decodeRequest(json, into)).toMatchObject({
      commonName: "a",
      hosts: null,
      key: null,
      names: [{ country: "d", oid: null }],
    });
  });

  test("as the whole text does not change a struct", () => {
    expect(decodeRequest("null")).toEqual(request.zero());
    expect(unmarshal(encodeUtf8("null"), pointer(request), decodeRequest("{}"))).toBeNull();
  });
});

// 1.6.5 makes certificate requests with exactly these values from these texts.
describe("a repeated key", () => {
  test("merges objects into structs and pointers", () => {
    const into = { ...request.zero(), key: { algorithm: "ecdsa", size: 256n } };
    expect(decodeRequest('{"key":{"size":384},"key":{}}', into).key).toEqual({ algorithm: "ecdsa", size: 384n });
  });

  test.each([
    ['{"hosts":["a","b","c"],"hosts":["z"],"hosts":["q",null,"r",null]}', ["q", "b", "r", ""]],
    ['{"hosts":["a.x","b.x"],"hosts":[],"hosts":["q",null]}', ["q", ""]],
    ['{"hosts":["a.x","b.x"],"hosts":["c.x"]}', ["c.x"]],
  ])("decodes an array over the old elements: %s", (json, hosts) => {
    expect(decodeRequest(json).hosts).toEqual(hosts);
  });

  test("merges the elements of an array, but not the values of a map", () => {
    const json =
      '{"names":[{"C":"X","L":"Y","OID":{"1.2.3":"a","1.2.4":"b"}}],"names":[{"C":"Z","OID":{"1.2.3":"c"}}]}';
    const oid = new Map([
      ["1.2.3", "c"],
      ["1.2.4", "b"],
    ]);
    expect(decodeRequest(json).names).toEqual([{ country: "Z", locality: "Y", oid }]);
    const structs = map(struct("T", { a: ["a", string()], b: ["b", string()] }));
    const decoded = unmarshal(encodeUtf8('{"x":{"a":"1"},"y":{},"x":{"b":"2"}}'), structs);
    expect(decoded?.get("x")).toEqual({ a: "", b: "2" });
  });

  test.each([
    ['"YWJj","Value":[null,9,null]', [0x61, 9, 0x63]],
    ['"YQ==","Value":[null,null]', [0x61, 0]],
    ['[1,2,3],"Value":[9],"Value":[null,null,null,null]', [9, 2, 3, 0]],
    ['[1,2,3],"Value":[],"Value":[null,null]', [0, 0]],
    ['[1,2,3],"Value":null', null],
  ])("decodes bytes over the old bytes: %s", (json, expected) => {
    const { extensions } = decodeRequest(`{"extensions":[{"Value":${json}}]}`);
    expect(extensions?.[0]?.value).toEqual(expected === null ? null : Uint8Array.from(expected));
  });
});

describe("the zero value of a struct", () => {
  const moment = custom({ goType: "time.Time", zero: () => ({ seconds: 0 }), fromJson: (_, current) => current });
  const limits = struct("config.CAConstraint", {
    isCa: ["is_ca", bool()],
    key: ["key", keyRequest],
    since: ["since", moment],
  });
  const profile = struct("config.SigningProfile", {
    usages: ["usages", slice(string())],
    limits: ["ca_constraint", limits],
    next: ["next", pointer(limits)],
    oid: ["OID", map(string())],
    value: ["Value", bytes()],
  });
  const zeroLimits = { isCa: false, key: { algorithm: "", size: 0n }, since: { seconds: 0 } };
  const zeroProfile = { usages: null, limits: zeroLimits, next: null, oid: null, value: null };

  test("has the zero value of each member, in the order of the fields, each time", () => {
    for (let time = 0; time < 3; time++) {
      expect(profile.zero()).toEqual(zeroProfile);
      expect(Object.keys(profile.zero())).toEqual(Object.keys(zeroProfile));
    }
  });

  test("shares no object with another one", () => {
    const [one, other] = [profile.zero(), profile.zero()];
    expect(one).not.toBe(other);
    expect(one.limits).not.toBe(other.limits);
    expect(one.limits.key).not.toBe(other.limits.key);
    expect(one.limits.since).not.toBe(other.limits.since);
  });

  test("is not changed by what other objects of the text have", () => {
    const set =
      '{"usages":["a"],"ca_constraint":{"is_ca":true,"key":{"size":1}},"next":{"key":{"algo":"x"}},"OID":{"1.2":"b"}}';
    const decoded = unmarshal(encodeUtf8(`[${set},{},{"next":{}},${set}]`), slice(profile));
    const isSet = {
      ...zeroProfile,
      usages: ["a"],
      limits: { ...zeroLimits, isCa: true, key: { algorithm: "", size: 1n } },
      next: { ...zeroLimits, key: { algorithm: "x", size: 0n } },
      oid: new Map([["1.2", "b"]]),
    };
    expect(decoded).toEqual([isSet, zeroProfile, { ...zeroProfile, next: zeroLimits }, isSet]);
    expect(profile.zero()).toEqual(zeroProfile);
  });
});

describe("a string", () => {
  test.each([
    ['"\\ud83d\\ude00\\ud800\\ud800\\udc00\\udc00x"', "😀\ufffd\u{10000}\ufffdx"],
    ['"\\b\\f\\n\\r\\t\\"\\\\\\/\\u0000"', '\b\f\n\r\t"\\/\0'],
    ['"a\udcffb\udced\udca0\udc80"', "a\ufffdb\ufffd\ufffd\ufffd"],
    ['"\udcff\\n"', "\ufffd\n"],
    ['"\ufeff\u007fé"', "\ufeff\u007fé"],
  ])("is unescaped, with U+FFFD for invalid UTF-8 and lone surrogates: %j", (json, expected) => {
    expect(unmarshal(encodeUtf8(json), string())).toBe(expected);
  });
});

describe("an interface", () => {
  test.each([
    ['"x"', "string into Go value of type auth.Provider"],
    ["{}", "object into Go value of type auth.Provider"],
    ["[]", "array into Go value of type auth.Provider"],
    ["false", "bool into Go value of type auth.Provider"],
    ["5", "number into Go value of type auth.Provider"],
    ["1e999", "number 1e999 into Go value of type float64"],
  ])("with methods accepts no value: %s", (json, message) => {
    const target = iface("auth.Provider");
    expect(() => unmarshal(encodeUtf8(json), target)).toThrow(new GoError(`json: cannot unmarshal ${message}`));
    expect(unmarshal(encodeUtf8("null"), target)).toBeNull();
  });

  // `key` in 1.2.0
  test("that holds a pointer is decoded through it until null empties it", () => {
    const target = struct("csr.CertificateRequest", { key: ["key", iface("csr.KeyRequest", keyRequest)] });
    const into = () => ({ key: keyRequest.zero() });
    expect(unmarshal(encodeUtf8('{"key":{"algo":"rsa"}}'), target, into()).key?.algorithm).toBe("rsa");
    expect(() => unmarshal(encodeUtf8('{"key":null,"key":{"algo":"x"}}'), target, into())).toThrow(
      new GoError("json: cannot unmarshal object into Go struct field CertificateRequest.key of type csr.KeyRequest"),
    );
  });

  test("without methods accepts every value, even 10000 levels deep", () => {
    expect(unmarshal(encodeUtf8(' {"b":[1, {"c":null}],"a":true,"a":"x"} '), any())).toEqual(
      new Map<string, GoValue>([
        ["b", [1, new Map([["c", null]])]],
        ["a", "x"],
      ]),
    );
    let depth = 0;
    const deep = unmarshal(encodeUtf8(`${"[".repeat(10000)}${"]".repeat(10000)}`), any());
    for (let at: GoValue | undefined = deep; Array.isArray(at); at = at[0]) depth++;
    expect(depth).toBe(10000);
  });

  test("without methods keeps any JSON value", () => {
    const rules = { shortControlEscapes: true };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = marshal(unmarshal(encodeUtf8(JSON.stringify(value)), any()), rules);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("a type that decodes itself", () => {
  const level = custom({
    goType: "lint.LintStatus",
    zero: () => "reserved",
    fromJson(raw, current: string) {
      const json = decodeUtf8(raw);
      if (json === "null") return current;
      if (json === '"pass"') return "pass";
      throw new GoError(`bad LintStatus JSON value: ${json}`);
    },
  });
  const profile = struct("config.SigningProfile", {
    expiry: ["expiry", string()],
    level: ["lint_error_level", level],
    levelPointer: ["level", pointer(level)],
    whitelist: [
      "NameWhitelist",
      pointer(text({ goType: "regexp.Regexp", zero: () => "", fromText: (source) => source.toUpperCase() })),
    ],
  });
  const decode = (json: string) => unmarshal(encodeUtf8(json), profile);

  test.each(["8", '"a\\u0041"', "[1, 2 ]", '{ "a":"}" }', "true"])(
    "gets its exact JSON text, and its error ends decoding: %s",
    (raw) => {
      expect(() => decode(`{"expiry":1,"lint_error_level": ${raw} }`)).toThrow(
        new GoError(`bad LintStatus JSON value: ${raw}`),
      );
    },
  );

  test("gets null, unless a pointer leads to it", () => {
    expect(decode('{"lint_error_level":"pass","level":"pass","lint_error_level":null,"level":null}')).toMatchObject({
      level: "pass",
      levelPointer: null,
    });
  });

  test.each([
    ['{"a":1}', "object"],
    ["[]", "array"],
    ["5", "number"],
    ["true", "bool"],
  ])("from text accepts no %s", (json, what) => {
    const message = `json: cannot unmarshal ${what} into Go struct field SigningProfile.NameWhitelist of type *regexp.Regexp`;
    expect(() => decode(`{"NameWhitelist":${json}}`)).toThrow(new GoError(message));
  });

  test("from text gets the unescaped string, and null does not change it", () => {
    expect(decode('{"NameWhitelist":"\\u0061b"}').whitelist).toBe("AB");
    const direct = text({ goType: "T", zero: () => "zero", fromText: (value) => value });
    expect(unmarshal(encodeUtf8("null"), direct, "old")).toBe("old");
  });
});

test("the decoder throws nothing but GoError", () => {
  const fragment = fc.constantFrom(
    '{"',
    '":',
    '","',
    '"CN"',
    '"names"',
    '"hosts"',
    '"key"',
    '"ca"',
    "[",
    "]",
    "{",
    "}",
    "1",
    "null",
    '"x"',
    ":",
    ",",
  );
  const input = fc.oneof(
    fc.uint8Array(),
    fc.array(fragment).map((parts) => encodeUtf8(parts.join(""))),
    fc.json().map((json) => encodeUtf8(`{"names":[${json}],"hosts":${json},"key":${json}}`)),
  );
  fc.assert(
    fc.property(input, (data) => {
      try {
        unmarshal(data, request);
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});
