import { formatConstraints, readConstraint, readConstraints } from "../../../src/addons/constraints/constraint-text.js";
import { nameConstraints } from "../../../src/x509/encode/name-constraints.js";
import { parseNameConstraints } from "../../../src/x509/parse/name-constraints.js";

const hex = (text: string) => Buffer.from(text).toString("hex");

test.each([
  ["example.com"],
  [".example.com"],
  ["localhost"],
  ["dns:"],
  ["10.0.0.0/8"],
  ["192.168.1.7/32"],
  ["0.0.0.0/0"],
  ["fd00::/8"],
  ["2001:db8::/33"],
  ["::/0"],
  ["a@example.com"],
  ["email:example.com"],
  ["email:.example.com"],
  ["uri:example.com"],
  ["uri:.example.com"],
])("%s is read, encoded, parsed and written the same", (text) => {
  const extension = nameConstraints(readConstraints({ permitted: [text], excluded: [text] }));
  const { constraints, isComplete } = parseNameConstraints(extension, { refusesLeadingDot: true });
  expect(formatConstraints(constraints)).toEqual({ permitted: [text], excluded: [text] });
  expect([isComplete, constraints.critical]).toEqual([true, true]);
});

test("a side without constraints is left out, and others come in Go's order", () => {
  const texts = { permitted: ["uri:c.example", "a@b.example", "10.0.0.0/8", "a.example"], excluded: [] };
  const { value } = nameConstraints(readConstraints(texts));
  // 30 len, a0 len, and for each GeneralSubtree 30 len tag len contents: 82 DNS, 87 address and mask, 81 mail, 86 URI.
  expect(Buffer.from(value).toString("hex")).toBe(
    `3037a035300b8209${hex("a.example")}300a87080a000000ff000000300d810b${hex("a@b.example")}300b8609${hex("c.example")}`,
  );
});

test.each<[text: string, remedy: string | RegExp]>([
  ["*.example.com", 'has no wildcard: write ".example.com" for all names below it'],
  ["", /^must be a domain/],
  ["example.com.", /^must be a domain/],
  ["a b", /^must be a domain/],
  ["bücher.example", /^must be a domain/],
  ["example.com:443", /^must be a domain/],
  ["10.0.0.1/8", 'has bits after its prefix: write "10.0.0.0/8"'],
  ["10.0.0.1", 'must have a prefix length: write "10.0.0.1/32" for this address'],
  ["fd00::1", 'must have a prefix length: write "fd00::1/128" for this address'],
  ["10.0.0.0/33", "must have a prefix length of at most 32"],
  ["10.0.0.0/255.0.0.0", /^must be a range of addresses/],
  ["ip:example.com", /^must be a range of addresses/],
  ["https://example.com", 'must be the host of a URI alone: "uri:HOST"'],
  ["uri:https://example.com", /^must be the host of a URI alone/],
  ["uri:10.0.0.1", /^must be the host of a URI alone/],
  ["uri:", /^must be the host of a URI alone/],
  ["@example.com", 'must be a mailbox; all those of a host are "email:example.com"'],
  ["email:", /^must be the host of mailboxes/],
  ["a@", /^must be a mailbox/],
])("%s is none", (text, remedy) => {
  expect(() => readConstraint(text)).toThrow(remedy);
});
