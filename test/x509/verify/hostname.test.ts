import { classifyHosts } from "../../../src/cfssl/hosts.js";
import { GoError } from "../../../src/go/errors.js";
import { v120 } from "../../../src/release/v1-2-0.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { extensionId } from "../../../src/x509/model/oid.js";
import { parseName } from "../../../src/x509/parse/index.js";
import { type HostnameRules, verifyHostname } from "../../../src/x509/verify/hostname.js";

/** The error of cfssl 1.6.5 for a server with a certificate for `names`, requested as `host`; "" for none. */
const recorded: readonly (readonly [names: string, commonName: string, host: string, text: string])[] = [
  ["a.test", "x", "a.test", ""],
  ["a.test", "x", "A.TEST", ""],
  ["A.Test", "x", "a.test", ""],
  ["a.test", "x", "a.test.", ""],
  ["*.a.test", "x", "b.a.test", ""],
  ["*.a.test", "x", "a.test", "x509: certificate is valid for *.a.test, not a.test"],
  ["*.a.test", "x", "c.b.a.test", "x509: certificate is valid for *.a.test, not c.b.a.test"],
  ["b*.a.test", "x", "bc.a.test", "x509: certificate is valid for b*.a.test, not bc.a.test"],
  ["*.*.test", "x", "b.a.test", "x509: certificate is valid for *.*.test, not b.a.test"],
  ["a.*.test", "x", "a.b.test", "x509: certificate is valid for a.*.test, not a.b.test"],
  ["", "a.test", "a.test", "x509: certificate relies on legacy Common Name field, use SANs instead"],
  ["", "*.test", "a.test", "x509: certificate relies on legacy Common Name field, use SANs instead"],
  ["", "10.0.0.1", "10.0.0.1", "x509: certificate relies on legacy Common Name field, use SANs instead"],
  ["", "a.test", "b.test", "x509: certificate is not valid for any names, but wanted to match b.test"],
  ["", "x", "127.0.0.1", "x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"],
  ["a.test", "b.test", "b.test", "x509: certificate is valid for a.test, not b.test"],
  ["10.0.0.1", "x", "10.0.0.1", ""],
  ["10.0.0.1", "x", "10.0.0.2", "x509: certificate is valid for 10.0.0.1, not 10.0.0.2"],
  ["10.0.0.1,10.0.0.3", "x", "10.0.0.2", "x509: certificate is valid for 10.0.0.1, 10.0.0.3, not 10.0.0.2"],
  ["10.0.0.1", "x", "a.test", "x509: certificate is not valid for any names, but wanted to match a.test"],
  ["::1", "x", "10.0.0.1", "x509: certificate is valid for ::1, not 10.0.0.1"],
  ["a_b.test", "x", "a_b.test", ""],
  ["-a.test", "x", "-a.test", ""],
  ["a-.test", "x", "a-.test", ""],
  ["*.test", "x", "-a.test", "x509: certificate is valid for *.test, not -a.test"],
  ["*.test", "x", "a_b.test", ""],
  ["a.test,b.test,1.2.3.4", "x", "c.test", "x509: certificate is valid for a.test, b.test, not c.test"],
  ["2001:db8::1", "x", "2001:db8::1", ""],
  ["2001:db8::1", "x", "2001:db8::2", "x509: certificate is valid for 2001:db8::1, not 2001:db8::2"],
  ["xn--bcher-kva.test", "x", "xn--bcher-kva.test", ""],
];

describe("a certificate for", () => {
  test.each(recorded)("%j with the common name %j, requested as %j: %s", (names, commonName, host, text) => {
    const { dnsNames, ipAddresses } = classifyHosts(names === "" ? [] : names.split(","), v165.issuing);
    const id = extensionId.subjectAltName;
    const extensions = names === "" ? [] : [{ id, critical: false, value: new Uint8Array() }];
    const subject = { ...parseName(Uint8Array.of(0x30, 0), v165.issuing.parser), commonName };
    const check = () => verifyHostname({ dnsNames, ipAddresses, extensions, subject }, host, v165.issuing.tls);
    if (text === "") expect(check).not.toThrow();
    else expect(check).toThrow(text);
  });
});

/** DNS names that cfssl 1.6.5 accepts for the host. A proxy gave every host name a test server. */
const matching: readonly (readonly [name: string, host: string])[] = [
  ["a.test.", "a.test."],
  ["*.test", "A_B.TEST"],
  ["-a.test", "-a.test"],
  ["a_b.test", "A_B.test"],
  ["_.test", "_.test"],
  ["*.xn--bcher-kva.test", "a.xn--bcher-kva.test"],
  ["*.test", "*.test"],
  ["*.com", "a.com"],
  ["com", "com"],
  ["*.a.test", "*.a.test"],
  ["*", "*"],
  ["a", "A"],
  ["a-.test", "a-.test"],
  ["*.a-.test", "b.a-.test"],
  ["127.0.0.1", "127.0.0.1."],
  ["*.0.0.1", "127.0.0.1."],
  ["1.2", "1.2"],
  ["*.2", "1.2"],
  ["x+y.test", "x+y.test"],
  ["it's.test", "it's.test"],
  ["a~b.test", "a~b.test"],
  ["a!.test", "A!.test"],
];

/** DNS names that it does not accept. */
const other: readonly (readonly [name: string, host: string])[] = [
  ["*", "b.test"],
  ["*.", "b."],
  ["*.", "b"],
  ["*.test.", "a.test"],
  ["*.test.", "a.test."],
  ["a.test.", "a.test"],
  ["a.*.b", "a.c.b"],
  ["*a.b", "ca.b"],
  ["a*.b", "ac.b"],
  ["*.test", ".test"],
  [".test", "a.test"],
  ["*.-b.test", "a.-b.test"],
  ["xn--*.test", "xn--a.test"],
  ["a..test", "a.test"],
  ["a.test:80", "a.test"],
  ["*:80", "a"],
  ["[::1]", "a.test"],
  ["a b.test", "a.test"],
  ["*.*", "a.test"],
  ["**.test", "a.test"],
  ["*.com", "com"],
  ["a/b.test", "a.test"],
  ["%2a.test", "a.test"],
  ["a@b.test", "b.test"],
  ["*.test", "a~b.test"],
  ["*.test", "a!.test"],
];

describe("a DNS name", () => {
  const subject = { ...parseName(Uint8Array.of(0x30, 0), v165.issuing.parser), commonName: "x" };
  const extensions = [{ id: extensionId.subjectAltName, critical: false, value: new Uint8Array() }];
  const verify = (names: readonly string[], host: string, rules: HostnameRules = v165.issuing.tls) =>
    verifyHostname({ dnsNames: names, ipAddresses: [], extensions, subject }, host, rules);

  test.each(matching)("%j is for the host %j", (name, host) => {
    expect(() => verify([name], host)).not.toThrow();
  });

  test.each(other)("%j is not for the host %j", (name, host) => {
    expect(() => verify([name], host)).toThrow(`x509: certificate is valid for ${name}, not ${host}`);
  });

  test("matches any single label if it is a lone wildcard, in cfssl 1.2.0", () => {
    expect(() => verify(["*"], "localhost", v120.issuing.tls)).not.toThrow();
    expect(() => verify(["*"], "a.test", v120.issuing.tls)).toThrow("valid for *, not a.test");
  });
});

/** What a host name in a URL never is, but what a caller of the library may hand in. */
describe("as in Go's documents", () => {
  const subject = { ...parseName(Uint8Array.of(0x30, 0), v165.issuing.parser), commonName: "x" };
  const { dnsNames, ipAddresses } = classifyHosts(["kelvin.test", "10.0.0.1", "::1"], v165.issuing);
  const extensions = [{ id: extensionId.subjectAltName, critical: false, value: new Uint8Array() }];
  const verify = (host: string) =>
    verifyHostname({ dnsNames, ipAddresses, extensions, subject }, host, v165.issuing.tls);

  test.each(["[::1]", "[0:0::1]", "[10.0.0.1]", "KELVIN.test"])("%s is a host of the certificate", (host) => {
    expect(() => verify(host)).not.toThrow();
  });

  test.each([
    ["[::2]", "x509: certificate is valid for 10.0.0.1, ::1, not ::2"],
    ["[]", "x509: certificate is valid for kelvin.test, not []"],
    ["[kelvin.test]", "x509: certificate is valid for kelvin.test, not [kelvin.test]"],
    // The Kelvin sign, whose lower case is the letter k.
    ["\u212aelvin.test", "x509: certificate is valid for kelvin.test, not \u212aelvin.test"],
  ])("%s is none", (host, text) => {
    expect(() => verify(host)).toThrow(new GoError(text));
  });
});
