import fc from "fast-check";
import { type MailRules, parseAddress } from "../../src/go/mail.js";

const go119: MailRules = {
  domainLiterals: false,
  specialsInNames: true,
  commentsInNames: false,
  unclosedCommentAfterGroup: true,
};
const go124: MailRules = {
  domainLiterals: true,
  specialsInNames: false,
  commentsInNames: true,
  unclosedCommentAfterGroup: false,
};

// Text, address by Go 1.24, address by Go 1.19; null: not an address.
const rows: readonly (readonly [string, string | null, string | null])[] = [
  ["a@b.c", "a@b.c", "a@b.c"],
  [" \ta@b.c ", "a@b.c", "a@b.c"],
  ["<a@b.c>", "a@b.c", "a@b.c"],
  ["Foo <a@b.c>", "a@b.c", "a@b.c"],
  ["Foo Bar <a@b.c>", "a@b.c", "a@b.c"],
  ["Foo.Bar <a@b.c>", "a@b.c", "a@b.c"],
  ["..x <a@b.c>", "a@b.c", "a@b.c"],
  ['"Foo, Bar" <a@b.c>', "a@b.c", "a@b.c"],
  ['"a b"@c.d', "a b@c.d", "a b@c.d"],
  ['"a\\"b\\\\"@c.d', 'a"b\\@c.d', 'a"b\\@c.d'],
  ['""@c.d', null, null],
  ['"a@c.d', null, null],
  ["a.b@c.d", "a.b@c.d", "a.b@c.d"],
  [".a@c.d", null, null],
  ["a..b@c.d", null, null],
  ["a.@c.d", null, null],
  ["a@.b", null, null],
  ["a@b.", null, null],
  ["a@", null, null],
  ["@b", null, null],
  ["a", null, null],
  ["a@ b.c", "a@b.c", "a@b.c"],
  ["a @b.c", null, null],
  ["a@b.c (comment)", "a@b.c", "a@b.c"],
  ["a@b.c(a (nested) \\) comment)", "a@b.c", "a@b.c"],
  ["a@b.c (unclosed", null, null],
  ["(comment) a@b.c", null, null],
  ["Foo (comment) <a@b.c>", "a@b.c", "a@b.c"],
  ["Foo (comment) Bar <a@b.c>", "a@b.c", "a@b.c"],
  ["Foo(comment) <a@b.c>", "a@b.c", "a@b.c"],
  ["Foo (unclosed <a@b.c>", null, "a@b.c"],
  ["a;b <a@b.c>", null, "a@b.c"],
  ["a@b <a@b.c>", null, null],
  ["a\\b <a@b.c>", null, "a@b.c"],
  ["[x] <a@b.c>", null, "a@b.c"],
  ["a:b <a@b.c>", null, null],
  ["group: a@b.c;", "a@b.c", "a@b.c"],
  ["group: Foo <a@b.c> ;", "a@b.c", "a@b.c"],
  ["group:a@b.c", null, null],
  ["group:;", null, null],
  ["group: a@b.c, d@e.f;", null, null],
  ["group: inner: a@b.c;;", null, null],
  ["group: a@b.c; (comment)", "a@b.c", "a@b.c"],
  ["group: a@b.c; (unclosed", null, "a@b.c"],
  ["a@b.c, d@e.f", null, null],
  ["<a@b.c> x", null, null],
  ["<a@b.c", null, null],
  ["<a@b.c >", null, null],
  ["a@[1.2.3.4]", "a@[1.2.3.4]", null],
  ["a@[::1]", "a@[::1]", null],
  ["a@[IPv6:::1]", null, null],
  ["a@[1.2.3]", null, null],
  ["a@[fe80::1%eth0]", null, null],
  ["=?utf-8?q?x?= <a@b.c>", "a@b.c", "a@b.c"],
  ["=?utf-8?q?=C3=A9?= <a@b.c>", "a@b.c", "a@b.c"],
  ["=?ISO-8859-1?Q?=E9?= <a@b.c>", "a@b.c", "a@b.c"],
  ["=?us-ascii?b?eA==?= <a@b.c>", "a@b.c", "a@b.c"],
  ["=?koi8-r?q?x?= <a@b.c>", null, null],
  ["=?koi8-r?b?eA==?= <a@b.c>", null, null],
  ["=?koi8-r?b?eA=?= <a@b.c>", "a@b.c", "a@b.c"],
  ["=?koi8-r?q?=zz?= <a@b.c>", "a@b.c", "a@b.c"],
  ["=?koi8-r?x?x?= <a@b.c>", "a@b.c", "a@b.c"],
  ["=??q?x?= <a@b.c>", "a@b.c", "a@b.c"],
  ["x =?koi8-r?q?x?= <a@b.c>", "a@b.c", "a@b.c"],
  ["a@b.c (=?koi8-r?q?x?=)", null, null],
  ["a@b.c (x =?utf-8?q?x?=)", "a@b.c", "a@b.c"],
  ["José <a@b.c>", "a@b.c", "a@b.c"],
  ['"é" <a@b.c>', "a@b.c", "a@b.c"],
  ["ab@c.d", null, null],
  ["a\tb@c.d", null, null],
  ["a\nb@c.d", null, null],
  ['"a\tb"@c.d', "a\tb@c.d", "a\tb@c.d"],
  ['"a\nb"@c.d', null, null],
  ["!#$%&'*+-/=?^_`{|}~@c.d", "!#$%&'*+-/=?^_`{|}~@c.d", "!#$%&'*+-/=?^_`{|}~@c.d"],
];

test.each(rows)("The address in %j is %j by Go 1.24 and %j by Go 1.19", (text, by124, by119) => {
  expect(parseAddress(text, go124)).toBe(by124);
  expect(parseAddress(text, go119)).toBe(by119);
});

test.each([
  ["an atom", "a\udc80@b.c"],
  ["a domain", "a@b.\udc80"],
  ["a quoted local part", '"a\udc80"@b.c'],
  ["a quoted character", '"\\\udc80"@b.c'],
])("A byte that is not UTF-8 makes %s invalid", (_, text) => {
  expect(parseAddress(text, go124)).toBeNull();
});

test("Quoted characters outside the basic plane stay whole", () => {
  expect(parseAddress('"\\😀"@b.c', go124)).toBe("😀@b.c");
});

test("Comments nest to any depth, and no text is too long", () => {
  const deep = "(".repeat(100_000) + ")".repeat(100_000);
  expect(parseAddress(`a@b.c ${deep}`, go124)).toBe("a@b.c");
  expect(parseAddress(`"${"a\\b".repeat(100_000)}"@b.c`, go124)).toBe(`${"ab".repeat(100_000)}@b.c`);
});

test("The parser finds the address in angle brackets after any quoted name", () => {
  const atom = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+$/);
  const name = fc.stringMatching(/^[ !#-[\]-~]*$/);
  fc.assert(
    fc.property(name, atom, atom, (display, local, domain) => {
      expect(parseAddress(`"${display}" <${local}@${domain}>`, go124)).toBe(`${local}@${domain}`);
    }),
  );
});

test("The parser never throws", () => {
  const piece = fc.oneof(
    fc.constantFrom("a", "@", "<", ">", '"', "\\", "(", ")", "[", "]", ":", ";", ",", " ", ".", "=?x?q?a?=", "\udc80"),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.constantFrom(go119, go124), (pieces, rules) => {
      const address = parseAddress(pieces.join(""), rules);
      expect(address === null || address.includes("@")).toBe(true);
    }),
  );
});
