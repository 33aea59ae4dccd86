import { isPermitted, parseNetworks } from "../../src/server/multiroot/networks.js";
import { parseRootsFile } from "../../src/server/multiroot/roots-file.js";

test.each<[string, string, Readonly<Record<string, Readonly<Record<string, string>>>>]>([
  ["nothing", "", {}],
  ["comments and blank lines", "# a\n\n \t\n", {}],
  ["lines before a section", "a = b\n", { default: { a: "b" } }],
  ["blanks around names and before values", " [ x ] \n  a  =   b\n", { x: { a: "b" } }],
  ["blanks behind values, which stay", "[x]\na = b  \n", { x: { a: "b  " } }],
  ["quotes", "[x]\na = \"b\"\nc = 'd' \n", { x: { a: "b", c: "d" } }],
  ["CR LF", "[x]\r\na = b\r\n", { x: { a: "b" } }],
  ["a section that comes twice, and a value too", "[x]\na = b\n[y]\n[x]\na = c\n", { x: { a: "c" }, y: {} }],
])("a file of roots may have %s", (_what, text, sections) => {
  const found = [...parseRootsFile(text)].map(([name, section]) => [name, Object.fromEntries(section)]);
  expect(Object.fromEntries(found)).toEqual(sections);
});

test.each(["junk", "  # x", "; x", "[x-y]", "a: b", "[x] y"])("%j is no line of a file of roots", (line) => {
  expect(() => parseRootsFile(`[x]\n${line}\n`)).toThrow("invalid config file");
});

test.each<[string, string, boolean]>([
  ["", "10.0.0.1:1", true],
  ["127.0.0.0/8", "127.3.2.1:40000", true],
  ["127.0.0.0/8", "128.0.0.1:40000", false],
  ["10.0.0.0/8, 192.168.1.0/24", "192.168.1.200:1", true],
  ["10.0.0.0/8, 192.168.1.0/24", "192.168.2.1:1", false],
  ["10.1.0.0/15", "10.0.255.255:1", true],
  ["0.0.0.0/0", "1.2.3.4:1", true],
  ["0.0.0.0/0", "[::1]:1", false],
  ["::1/128", "[::1]:40000", true],
])("the networks %j and the client %s: %j", (networks, client, isLet) => {
  expect(isPermitted(client, parseNetworks(networks))).toBe(isLet);
});

test.each(["zz", "1.2.3.4", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/08", "::/129"])("%j is no network", (text) => {
  expect(() => parseNetworks(text)).toThrow(`invalid CIDR address: ${text}`);
});
