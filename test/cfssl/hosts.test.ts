import { classifyHosts } from "../../src/cfssl/hosts.js";
import { v120 } from "../../src/release/v1-2-0.js";
import { v165 } from "../../src/release/v1-6-5.js";

const kindOf = (host: string, rules: typeof v165.issuing) => {
  const names = classifyHosts([host], rules);
  if (names.ipAddresses.length > 0) return "IP";
  if (names.emailAddresses.length > 0) return "email";
  return names.uris.length > 0 ? "URI" : "DNS";
};

// What genkey of the real programs makes of each host.
test.each([
  ["a.com", "DNS", "DNS"],
  ["", "DNS", "DNS"],
  ["1.2.3.4", "IP", "IP"],
  ["::ffff:1.2.3.4", "IP", "IP"],
  ["00001::1", "DNS", "IP"],
  ["a@b.c", "email", "email"],
  ["a@[1.2.3.4]", "email", "DNS"],
  ["a;b <a@b.c>", "DNS", "email"],
  ["[x] <a@b.c>", "DNS", "email"],
  ["Foo (comment) Bar <a@b.c>", "email", "email"],
  ["Foo (unclosed <a@b.c>", "DNS", "email"],
  ["group: a@b.c; (unclosed", "URI", "email"],
  ["http://x/", "URI", "DNS"],
  ["localhost:8080", "URI", "DNS"],
  ["*", "URI", "DNS"],
])("The host %j is %s to 1.6.5 and %s to 1.2.0", (host, newer, older) => {
  expect(kindOf(host, v165.issuing)).toBe(newer);
  expect(kindOf(host, v120.issuing)).toBe(older);
});
