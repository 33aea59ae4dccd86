import fc from "fast-check";
import { FlagError, type FlagSpec, HelpRequested, parseFlags } from "../../src/go/flag.js";

const specs: readonly FlagSpec[] = [
  { name: "ca", kind: "string", default: "" },
  { name: "initca", kind: "bool", default: false },
  { name: "list", kind: "bool", default: false },
  { name: "loglevel", kind: "int", default: 1n },
  { name: "interval", kind: "duration", default: 345_600_000_000_000n },
  { name: "node", kind: "list", default: [] },
];

test("has the default of each flag that is not given", () => {
  const { values, set, rest } = parseFlags(["x"], specs);
  expect([...values.values()]).toEqual(["", false, false, 1n, 345_600_000_000_000n, []]);
  expect(set.size).toBe(0);
  expect(rest).toEqual(["x"]);
});

test.each<[string[], string, unknown]>([
  [["-ca", "x"], "ca", "x"],
  [["--ca", "x"], "ca", "x"],
  [["-ca=x"], "ca", "x"],
  [["--ca=a=b"], "ca", "a=b"],
  [["-ca="], "ca", ""],
  [["-ca", "-initca"], "ca", "-initca"],
  [["-ca", "--"], "ca", "--"],
  [["-ca", "x", "-ca", "y"], "ca", "y"],
  [["-initca"], "initca", true],
  [["-initca=T"], "initca", true],
  [["-initca", "-initca=0"], "initca", false],
  [["-loglevel", "-1"], "loglevel", -1n],
  [["-loglevel=0x1F"], "loglevel", 31n],
  [["-loglevel=9223372036854775807"], "loglevel", 9223372036854775807n],
  [["-interval", "1h1m"], "interval", 3_660_000_000_000n],
  [["-interval=0"], "interval", 0n],
  [["-node", "-ca"], "node", ["-ca"]],
  [["-node=a=1", "--node", "", "-node=a=1"], "node", ["a=1", "", "a=1"]],
])("%j sets -%s", (args, name, value) => {
  const parsed = parseFlags(args, specs);
  expect(parsed.values.get(name)).toStrictEqual(value);
  expect([...parsed.set]).toEqual([name]);
  expect(parsed.rest).toEqual([]);
});

test.each([
  [["csr.json", "-initca"], [], ["csr.json", "-initca"]],
  [["-initca", "true"], ["initca"], ["true"]],
  [["-initca", "-", "-ca"], ["initca"], ["-", "-ca"]],
  [["-initca", "--", "-ca"], ["initca"], ["-ca"]],
  [["", "-initca"], [], ["", "-initca"]],
  [["--"], [], []],
])("%j: the flags end before the first word that is not a flag", (args, names, words) => {
  const { set, rest } = parseFlags(args, specs);
  expect([...set]).toEqual(names);
  expect(rest).toEqual(words);
});

// The first line that `cfssl version` prints with these arguments; it exits with 2.
test.each([
  [["-x"], "flag provided but not defined: -x"],
  [["--x=1"], "flag provided but not defined: -x"],
  [["-INITCA"], "flag provided but not defined: -INITCA"],
  [["---x"], "bad flag syntax: ---x"],
  [["-=x"], "bad flag syntax: -=x"],
  [["--=x"], "bad flag syntax: --=x"],
  [["-ca"], "flag needs an argument: -ca"],
  [["-node=x", "-node"], "flag needs an argument: -node"],
  [["--loglevel"], "flag needs an argument: -loglevel"],
  [["-initca=yes"], 'invalid boolean value "yes" for -initca: parse error'],
  [["-initca="], 'invalid boolean value "" for -initca: parse error'],
  [["-initca=\n\u007f\udcff"], 'invalid boolean value "\\n\\x7f\\xff" for -initca: parse error'],
  [["-loglevel=x"], 'invalid value "x" for flag -loglevel: parse error'],
  [["-loglevel", ""], 'invalid value "" for flag -loglevel: parse error'],
  [["-loglevel=08"], 'invalid value "08" for flag -loglevel: parse error'],
  [["-loglevel=9223372036854775808"], 'invalid value "9223372036854775808" for flag -loglevel: value out of range'],
  [["-loglevel=18446744073709551616x"], 'invalid value "18446744073709551616x" for flag -loglevel: value out of range'],
  [["-interval=1"], 'invalid value "1" for flag -interval: parse error'],
  [["-interval=1d"], 'invalid value "1d" for flag -interval: parse error'],
  [["-initca", "-x", "-h"], "flag provided but not defined: -x"],
])("%j is refused", (args, message) => {
  expect(() => parseFlags(args, specs)).toThrow(new FlagError(message, null));
});

test.each<[string[], string | null]>([
  [["-nosuch=1"], "nosuch"],
  [["--loglevel=x"], "loglevel"],
  [["-initca=x"], "initca"],
  [["-interval=x"], "interval"],
  [["-ca"], "ca"],
  [["---x"], null],
])("the error of %j names the flag %j", (args, flag) => {
  const refused = () => {
    try {
      return parseFlags(args, specs);
    } catch (error) {
      return error;
    }
  };
  expect(refused()).toMatchObject({ name: "FlagError", flag });
});

test.each([[["-h"]], [["-help"]], [["--h"]], [["--help"]], [["-h=false"]], [["-initca", "-h", "-x"]]])(
  "%j asks for help",
  (args) => {
    expect(() => parseFlags(args, specs)).toThrow(HelpRequested);
  },
);

test("-h after the flags is a plain word", () => {
  expect(parseFlags(["x", "-h"], specs).rest).toEqual(["x", "-h"]);
});

test("returns values or throws FlagError or HelpRequested for any command line", () => {
  const names = specs.map(({ name }) => name);
  const word = fc.oneof(fc.constantFrom("-", "--", "-h", "---", ...names.map((name) => `-${name}`)), fc.string());
  const assigned = fc.tuple(fc.constantFrom(...names), fc.string()).map(([name, value]) => `-${name}=${value}`);
  fc.assert(
    fc.property(fc.array(fc.oneof(word, assigned), { maxLength: 5 }), (args) => {
      try {
        const { rest } = parseFlags(args, specs);
        expect(args.slice(args.length - rest.length)).toEqual(rest);
      } catch (error) {
        expect(["FlagError", "HelpRequested"]).toContain((error as Error).name);
      }
    }),
  );
});
