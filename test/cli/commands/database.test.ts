import { golden, pem } from "../../golden/describe.js";
import { inProcessRunner } from "../../support/in-process.js";
import { transcript } from "../../support/transcript/transcript.js";

const files = { "ca.pem": pem("ca-ecdsa-256.pem"), "ca-key.pem": pem("ca-ecdsa-256-key.pem") };

test.each([
  ["gencert", "cfssl gencert -ca ca.pem -ca-key ca-key.pem -db-config db.json csr.json", { "csr.json": { CN: "x" } }],
  [
    "sign",
    "cfssl sign -ca ca.pem -ca-key ca-key.pem -db-config db.json leaf.csr",
    { "leaf.csr": pem("leaf-ecdsa-256.csr") },
  ],
])("%s issues nothing that it cannot store", async (_, command, more) => {
  const testCase = golden("", command, { ...files, ...more });
  const text = transcript(testCase, await inProcessRunner()(testCase));
  expect(text).toContain("storing certificates in a database is not available yet: leave -db-config out");
  expect(text).toContain("exit 1");
  expect(text).not.toContain("certificate\n");
});
