import { isConstraintDomain, isDomain, isMailbox } from "../../../src/x509/parse/domain.js";

const strict = { refusesLeadingDot: true };
const lenient = { refusesLeadingDot: false };

test.each([
  ["example.com", true],
  ["", true],
  ["*.a_b", true],
  ["a b", false],
  ["a..b", false],
  ["a.", false],
  [".", false],
])("whether %j is a domain: %s", (text, answer) => {
  expect([isDomain(text, strict), isDomain(text, lenient)]).toEqual([answer, answer]);
});

test("a leading dot is for constraints, and for domains if the rules allow it", () => {
  expect([isDomain(".a", strict), isDomain(".a", lenient)]).toEqual([false, true]);
  expect([isConstraintDomain(".a", strict), isConstraintDomain("..a", strict)]).toEqual([true, false]);
});

// RFC 3696 §3 gives these addresses as valid examples.
test.each([
  "user+mailbox@example.com",
  "customer/department=shipping@example.com",
  "$A12345@example.com",
  "!def!xyz%abc@example.com",
  "_somename@example.com",
  "Abc\\@def@example.com",
  "Fred\\ Bloggs@example.com",
  "Joe.\\\\Blow@example.com",
  '"Abc@def"@example.com',
  '"Fred Bloggs"@example.com',
])("%s is a mailbox", (address) => {
  expect(isMailbox(address, strict)).toBe(true);
});

test.each(["", "a", "@b", ".a@b", "a.@b", "a..b@c", "a b@c", '"a@b', '"a"b@c', "a@b.", "a@.b", "a\\"])(
  "%j is not a mailbox",
  (address) => {
    expect(isMailbox(address, strict)).toBe(false);
  },
);
