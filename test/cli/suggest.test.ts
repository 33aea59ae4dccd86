import { suggest } from "../../src/cli/suggest.js";

const flags = ["initca", "renewca", "ca", "ca-key", "config", "profile", "hostname", "cn", "crl", "loglevel", "help"];

test.each([
  ["initcaa", "initca"],
  ["intica", "initca"],
  ["INITCA", "initca"],
  ["profil", "profile"],
  ["host", "hostname"],
  ["cakey", "ca-key"],
  ["ca_key", "ca-key"],
  ["log-level", "loglevel"],
  ["rcl", "crl"],
  ["hlep", "help"],
  ["-crl", "crl"],
])("%s was meant to be %s", async (word, name) => {
  expect(await suggest(word, flags)).toBe(name);
});

test.each([
  "zzz",
  "x",
  "c",
  "ab",
  "port",
  "database",
  "",
  "-",
  "--",
  "0",
  "1e3",
  "__proto__",
  "constructor",
  "$0",
  "a=b",
])("%j is near none", async (word) => {
  expect(await suggest(word, flags)).toBe(null);
});

test("a word without end is not compared", async () => {
  expect(await suggest("initca".repeat(100_000), flags)).toBe(null);
});

test("of names that begin alike, the nearest is suggested, and none if all are far", async () => {
  expect(await suggest("gencr", ["gencrl", "gencert", "gencsr"])).toBe("gencrl");
  expect(await suggest("gen", ["gencrl", "gencert", "gencsr"])).toBe(null);
});

test.each(["de_DE.UTF-8", "ru_RU.UTF-8"])("the language %s changes nothing", async (language) => {
  const before = process.env["LC_ALL"];
  process.env["LC_ALL"] = language;
  try {
    expect(await suggest("gencrt", ["gencert"])).toBe("gencert");
  } finally {
    if (before === undefined) delete process.env["LC_ALL"];
    else process.env["LC_ALL"] = before;
  }
});
