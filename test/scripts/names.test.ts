import { faultOfName } from "../../scripts/certificates/names.mjs";

/** A name of 192 characters and those of its last label. */
const long = (last: number) => `${`${"a".repeat(63)}.`.repeat(3)}${"b".repeat(last)}`;

test.each([
  "kubernetes",
  "kubernetes.default.svc.cluster.local",
  "*.example.com",
  "a_b.example.com",
  "xn--mller-kva.example",
  "1.example",
  "a".repeat(63),
  long(61),
])("%s is a name that clients can match", (name) => {
  expect(faultOfName(name)).toBeNull();
});

test.each([
  ["192.168.214.1/24", "it is a network, not an address; write 192.168.214.1"],
  ["fd00::1/64", "it is a network, not an address; write fd00::1"],
  ["example.com:6443", "it has a port; write example.com"],
  ["10.0.0.1:6443", "it has a port; write 10.0.0.1"],
  ["[::1]:6443", "it has a port; write ::1"],
  ["https://example.com:6443/x", "it is a URL; write example.com"],
  ["", "it is blank"],
  [" ", "it is blank"],
  ["a b", "it has a blank"],
  ["\u00a0host", "it has a blank"],
  ["example.com.", "it ends with a dot; write example.com"],
  ["a..b", "a part between its dots is empty"],
  [".a", "a part between its dots is empty"],
  ["-a.example", "a part between its dots begins or ends with a hyphen"],
  ["a-.example", "a part between its dots begins or ends with a hyphen"],
  ["10.0.0.256", "it looks like an address, but no part of an address is over 255"],
  ["10.0.0.1", "clients look for addresses among the IP addresses, and this is a DNS name"],
  [`$${"{host}"}`, "it has the character $"],
  ["m\u00fcller.example", "it has the character \u00fc"],
  ["example.com/path", "it has the character /"],
  ["a".repeat(64), "a part between its dots has more than 63 characters"],
  [long(62), "it has more than 253 characters"],
  ["*", "its star has fewer than two labels after it"],
  ["*.com", "its star has fewer than two labels after it"],
  ["www.*.example.com", "its star is not at the start"],
  ["w*.example.com", "its star is only a part of the first label"],
  ["**.example.com", "its star is only a part of the first label"],
])("clients never match %j: %s", (name, fault) => {
  expect(faultOfName(name)).toBe(fault);
});
