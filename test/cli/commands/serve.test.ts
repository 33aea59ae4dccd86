import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { fixture } from "../../support/api-server.js";
import { createFakeHost } from "../../support/fake-host.js";
import { createMemoryFiles } from "../../support/memory-files.js";

const platform = { name: "n", weight: 5, hash_algo: "XX", key_algo: "RSA", keystore: "none" };
const texts = {
  "ca.pem": fixture("ca-ecdsa-256.pem"),
  "ca-key.pem": fixture("ca-ecdsa-256-key.pem"),
  "db.json": JSON.stringify({ driver: "sqlite3", data_source: "empty.db" }),
  "platforms.json": JSON.stringify([platform]),
  "object.json": "{}",
};

/** What a server has printed before anybody can connect, or until it ends, without the moments. */
async function start(line: string): Promise<string> {
  const files = Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)] as const);
  const args = ["serve", ...line.split(" ").filter((word) => word !== "")];
  const host = createFakeHost({ args, files: createMemoryFiles(new Map(files), 0o022) });
  const printed = await new Promise<string>((done) => {
    const end = () => done(Buffer.from(host.printed().stderr).toString());
    const listen = async () => {
      end();
      return { port: 8888, close: async () => {} };
    };
    void cfssl({ ...host, listen }).then(end);
  });
  return printed.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, "");
}

const local = "-ca ca.pem -ca-key ca-key.pem";
const missing = { roots: '{"code":4001,"message":"open none: no such file or directory"}' };

// The lines are those of cfssl serve 1.6.5.
test.each<[string, string, readonly string[]]>([
  [
    "a CA without its key makes no revocation lists",
    "-remote http://127.0.0.1:1 -ca ca.pem -db-config db.json",
    [
      '[WARNING] endpoint \'crl\' is disabled: {"code":2001,"message":"open : no such file or directory"}',
      "[INFO] endpoint '/api/v1/cfssl/revoke' is enabled",
    ],
  ],
  [
    "what issues is disabled without the files of the bundles",
    `${local} -ca-bundle none -int-bundle none`,
    ["bundle", "newcert", "sign"].map((name) => `[WARNING] endpoint '${name}' is disabled: ${missing.roots}`),
  ],
  [
    "one of both files is not enough to bundle what is issued",
    `${local} -ca-bundle none`,
    [`[WARNING] endpoint 'bundle' is disabled: ${missing.roots}`, "[INFO] endpoint '/api/v1/cfssl/sign' is enabled"],
  ],
  [
    "CAs to trust must be certificates",
    `${local} -ca-bundle db.json -loglevel 0`,
    [
      "[DEBUG] Loading scan RootCAs: db.json",
      "[WARNING] endpoint 'scan' is disabled: failed to load cert pool",
      '[WARNING] endpoint \'bundle\' is disabled: {"code":4003,"message":"Failed to parse root certificate"}',
    ],
  ],
  [
    "a responder signs OCSP responses",
    `${local} -responder ca.pem -responder-key ca-key.pem`,
    ["[INFO] endpoint '/api/v1/cfssl/ocspsign' is enabled", "[INFO] Now listening on 127.0.0.1:8888"],
  ],
  [
    "a platform must have a store and known algorithms",
    `${local} -metadata platforms.json`,
    [
      "[ERROR] open none: no such file or directory",
      "fail to finalize the parsing of platform metadata: {n 5 XX RSA none map[] 0 100}",
    ],
  ],
  [
    "platforms are a list",
    `${local} -metadata object.json`,
    ["platform metadata failed to parse: json: cannot unmarshal object into Go value of type []ubiquity.Platform"],
  ],
  [
    "platforms must be there",
    `${local} -metadata none`,
    ["platform metadata failed to load: open none: no such file or directory"],
  ],
])("%s", async (_what, line, expected) => {
  const lines = (await start(line)).split("\n");
  for (const one of expected) expect(lines).toContain(one);
});
