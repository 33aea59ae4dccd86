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
])("%s prints no certificate that it cannot store", async (_, command, more) => {
  const database = { "db.json": { driver: "sqlite3", data_source: "empty.db" } };
  const testCase = golden("", command, { ...files, ...more, ...database });
  const text = transcript(testCase, await inProcessRunner()(testCase));
  expect(text).toContain('{"code":11000,"message":"no such table: certificates"}');
  expect(text).toContain("exit 1");
  expect(text).not.toContain("stdout");
});
