import { encodeSubjectAltName } from "../../../src/x509/encode/general-name.js";
import { hex } from "../../support/der/build.js";

const none = { dnsNames: [], emailAddresses: [], ipAddresses: [], uris: [] };

// Upstream writes the addresses of a request's subjectAltName into the certificate like this.
test.each([
  ["an IPv4 address", "0a000001", "3006 8704 0a000001"],
  ["an IPv4 address in an IPv6 one", "00000000000000000000ffff01020304", "3006 8704 01020304"],
  ["an IPv6 address", "00000000000000000001ffff01020304", "3012 8710 00000000000000000001ffff01020304"],
  ["an IPv4-compatible address", "00000000000000000000000001020304", "3012 8710 00000000000000000000000001020304"],
])("%s takes the fewest bytes", (_, address, made) => {
  expect(encodeSubjectAltName({ ...none, ipAddresses: [hex(address)] })).toEqual(hex(made));
});
