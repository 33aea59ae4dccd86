import { parsePemCertificate } from "../../../src/cfssl/input/certificate.js";
import { silent } from "../../../src/cfssl/log.js";
import { cfssl } from "../../../src/cli/programs/cfssl.js";
import type { Handler } from "../../../src/go/http/server/exchange.js";
import { parseRequestUri } from "../../../src/go/url.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { createCertId } from "../../../src/x509/encode/ocsp.js";
import { encodeOcspRequest } from "../../../src/x509/encode/ocsp-request.js";
import { pem } from "../../golden/describe.js";
import { DatabaseFile } from "../../support/case.js";
import { bytesOf } from "../../support/contents.js";
import { createFakeHost } from "../../support/fake-host.js";
import { createMemoryFiles } from "../../support/memory-files.js";

const all = ["-db-config", "db.json", "-ca", "ca.pem", "-responder", "ca.pem", "-responder-key", "ca-key.pem"];
const without = (flag: string) => all.filter((_, at) => all[at - (at % 2)] !== flag);

test.each([
  [without("-db-config"), "-live needs -db-config"],
  [without("-ca"), "-live needs -ca"],
  [without("-responder"), "-live needs -responder"],
  [without("-responder-key"), "-live needs -responder-key"],
  [[...all, "-interval", "0"], "-live needs an -interval of a second or more, such as 1h"],
  [[...all, "-interval", "-1h"], "-live needs an -interval of a second or more, such as 1h"],
  [all, "open ca.pem: no such file or directory"],
])("ocspserve -live %j says what it needs", async (flags, text) => {
  const host = createFakeHost({ args: ["ocspserve", "-live", ...flags] });
  expect(await cfssl(host)).toBe(1);
  expect(host.printed().stderr.toString()).toBe(`${text}\n`);
});

const ca = bytesOf(pem("ca-ecdsa-256.pem"));
const files = new Map<string, Uint8Array>([
  ["ca.pem", ca],
  ["ca-key.pem", bytesOf(pem("ca-ecdsa-256-key.pem"))],
  ["certs.db", bytesOf(new DatabaseFile("sqlite.sql", ""))],
  ["db.json", Buffer.from('{"driver":"sqlite3","data_source":"certs.db"}')],
]);

/** The base64 of a request that has `//` in it. */
async function requestWithSlashes(): Promise<string> {
  const issuer = parsePemCertificate(ca, { log: silent, rules: v165.issuing });
  for (let serial = 1n; ; serial++) {
    const text = Buffer.from(encodeOcspRequest(await createCertId(issuer, serial, "SHA-1"))).toString("base64");
    if (text.includes("//")) return text;
  }
}

// 1.6.5 redirects to the path with one slash, where no request is.
test.each([
  [["-live"], "/", 200],
  [["-live"], "/ocsp/", 301],
  [[], "/", 301],
])("ocspserve %j under %s answers a GET with // with %i", async (live, path, expected) => {
  const target = path + (await requestWithSlashes());
  const host = createFakeHost({
    ...{ args: ["ocspserve", ...live, ...all, "-path", path], files: createMemoryFiles(files, 0o022) },
  });
  let status = 0;
  const ask = async (handle: Handler) => {
    const response = await handle({
      ...{ method: "GET", target, url: parseRequestUri(target), protocol: "HTTP/1.1", host: "h", headers: new Map() },
      ...{
        remoteAddress: "127.0.0.1:1",
        clientCertificate: null,
        isChunked: false,
        readBody: async () => new Uint8Array(),
      },
    });
    status = response.status;
  };
  await cfssl({
    ...host,
    async listen(_, { handle }) {
      await ask(handle);
      return { close: async () => {}, port: 0 };
    },
    untilStopped: (finish) => finish(),
  });
  expect(status).toBe(expected);
});
