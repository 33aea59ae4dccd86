import { createHmac } from "node:crypto";
import { createClient } from "../../../src/cfssl/api/client.js";
import { errorText } from "../../../src/cfssl/errors.js";
import { createLogger } from "../../../src/cfssl/log.js";
import { GoError, GoPanic } from "../../../src/go/errors.js";
import { formatUrl } from "../../../src/go/url.js";
import { decodeUtf8 } from "../../../src/go/utf8.js";
import { v120 } from "../../../src/release/v1-2-0.js";
import { v165 } from "../../../src/release/v1-6-5.js";
import { createFakeNetwork, type Reply } from "../../support/fake-network.js";

const tls = { trustedCas: null, clientCertificate: null, handshakeTimeout: null, async verify() {} };
const request = new TextEncoder().encode('{"hosts":null}');

function clientOf(
  servers: string,
  replies: readonly (Reply | GoError)[],
  { release = v165, env = {} }: { release?: typeof v165; env?: Readonly<Record<string, string>> } = {},
) {
  const network = createFakeNetwork(replies, env);
  const lines: string[] = [];
  const log = createLogger(
    0n,
    () => "NOW",
    (line) => lines.push(line),
  );
  const rules = { json: release.issuing.json, remote: release.issuing.remote };
  const client = () => createClient(servers, tls, { log, network, now: () => 1_795_471_024_900, rules });
  return { client, network, printed: () => lines.join("") };
}

/** The outcome of a request: the certificate, or the logged lines and the error's text. */
async function outcomeOf(
  { client, printed }: ReturnType<typeof clientOf>,
  ask: (client: ReturnType<typeof createClient>) => Promise<string>,
): Promise<string> {
  try {
    return await ask(client());
  } catch (error) {
    if (error instanceof GoPanic) return `panic: ${error.message}`;
    return printed() + errorText(error, v165.issuing.json);
  }
}

const url = "http://127.0.0.1:18901/api/v1/cfssl/sign";
const unparsable = (body: string) => `NOW [DEBUG] Unable to parse response body:${body}\n`;

describe("a server's answer", () => {
  const noCertificate = "panic: the server's response has no certificate: is it a cfssl server?";
  const cases: readonly (readonly [Reply, string])[] = [
    [{ body: '{"success":true,"result":{"certificate":"CERT"}}' }, "CERT"],
    [{ body: '{"SUCCESS":true,"RESULT":{"certificate":"C"}}' }, "C"],
    [{ body: '{"success":true,"result":{"certificate":"C"},"errors":[{"code":1,"message":"e"}]}' }, "C"],
    [
      { body: '{"success":true,"result":{"certificate":""}}' },
      `{"code":7400,"message":"response doesn't contain certificate."}`,
    ],
    [{ body: '{"success":true,"result":{}}' }, noCertificate],
    [{ body: '{"success":true,"result":{"Certificate":"C"}}' }, noCertificate],
    [{ body: '{"success":true,"result":{"certificate":null}}' }, noCertificate],
    [{ body: '{"success":true,"result":{"certificate":5}}' }, noCertificate],
    [{ body: '{"success":true,"result":[]}' }, '{"code":7400,"message":"response is formatted improperly"}'],
    [{ body: '{"success":true,"result":5}' }, '{"code":7400,"message":"response is formatted improperly"}'],
    [{ body: '{"success":true,"result":null}' }, '{"code":7500,"message":"API client error: Server request failed"}'],
    [{ body: "null" }, '{"code":7500,"message":"API client error: Server request failed"}'],
    [
      { body: '{"success":false,"result":null,"errors":[{"code":5,"message":"m1"},{"code":6,"message":"m2"}]}' },
      '{"code":7500,"message":"m1"}',
    ],
    [{ body: '{"success":false,"result":{"certificate":"C"},"errors":[{}]}' }, '{"code":7500,"message":""}'],
    [
      { body: '{"success":"x","result":{"certificate":"C"}}' },
      `${unparsable('{"success":"x","result":{"certificate":"C"}}')}{"code":7200,"message":"json: cannot unmarshal string into Go struct field Response.success of type bool"}`,
    ],
    [
      { body: '{"errors":[{"code":"x","message":"m1"}]}' },
      `${unparsable('{"errors":[{"code":"x","message":"m1"}]}')}{"code":7200,"message":"json: cannot unmarshal string into Go struct field ResponseMessage.errors.code of type int"}`,
    ],
    [
      { body: '{"messages":[5]}' },
      `${unparsable('{"messages":[5]}')}{"code":7200,"message":"json: cannot unmarshal number into Go struct field Response.messages of type api.ResponseMessage"}`,
    ],
    [
      { body: "[]" },
      `${unparsable("[]")}{"code":7200,"message":"json: cannot unmarshal array into Go value of type api.Response"}`,
    ],
    [{ body: "" }, `${unparsable("")}{"code":7200,"message":"unexpected end of JSON input"}`],
    [
      { body: "xyz" },
      `${unparsable("xyz")}{"code":7200,"message":"invalid character 'x' looking for beginning of value"}`,
    ],
    [
      { status: "404 Not Found", body: "line1\nline2" },
      `NOW [ERROR] http error with ${url}\n{"code":7400,"message":"line1\\nline2"}`,
    ],
    [
      { status: "500 Oops", body: Uint8Array.of(0xff, 0xfe, 0x3c, 8) },
      `NOW [ERROR] http error with ${url}\n{"code":7400,"message":"\\ufffd\\ufffd\\u003c\\b"}`,
    ],
    [{ status: "204 No Content" }, `NOW [ERROR] http error with ${url}\n{"code":7400,"message":""}`],
    [{ body: new GoError("unexpected EOF") }, '{"code":7300,"message":"unexpected EOF"}'],
  ];
  test.each(cases)("%j: %s", async (reply, outcome) => {
    const remote = clientOf("http://127.0.0.1:18901", [reply]);
    expect(await outcomeOf(remote, (client) => client.sign(request))).toBe(outcome);
  });
});

describe("a server's answer to a request with a token", () => {
  test.each([
    ['{"success":true,"result":{"certificate":"X"}}', "X"],
    ['{"success":true,"result":{"certificate":""}}', ""],
    ['{"success":true,"result":{}}', '{"code":7200,"message":"API client JSON config error"}'],
    ['{"success":true,"result":[]}', '{"code":7200,"message":"API client JSON config error"}'],
  ])("%s: %s", async (body, outcome) => {
    const remote = clientOf("http://127.0.0.1:18901", [{ body }]);
    expect(await outcomeOf(remote, (client) => client.authSign(request, Uint8Array.of(1)))).toBe(outcome);
  });
});

test.each([
  ["an empty key", ""],
  ["a short key", "0123456789abcdef"],
  ["a key as long as a block", "00".repeat(64)],
  ["a longer key", "11".repeat(65)],
])("the token is an HMAC with SHA-256 of the request, under %s", async (_, key) => {
  const bytes = Buffer.from(key, "hex");
  const { client, network } = clientOf("localhost", [{ body: '{"success":true,"result":{"certificate":"X"}}' }]);
  await client().authSign(request, bytes);
  const token = createHmac("sha256", bytes).update(request).digest("base64");
  const [sent] = network.requests;
  expect(sent && formatUrl(sent.url)).toBe("http://localhost:8888/api/v1/cfssl/authsign");
  expect(decodeUtf8(sent?.body ?? new Uint8Array())).toBe(
    `{"timestamp":1795471024,"token":"${token}","request":"${Buffer.from(request).toString("base64")}"}`,
  );
});

describe("several servers are asked in order", () => {
  const refused = new GoError("dial tcp 127.0.0.1:1: connect: connection refused");
  const good = { body: '{"success":true,"result":{"certificate":"X"}}' };

  test.each<readonly [string, readonly (Reply | GoError)[], number, string]>([
    ["the first that can be reached counts", [refused, good], 2, "X"],
    ["the first that succeeds counts", [{ body: '{"success":false}' }, { status: "500 Oops" }, good], 3, "X"],
    ["no other is asked after a success", [good], 1, "X"],
    [
      "the error of the last one is reported",
      [refused, refused, new GoError("EOF")],
      3,
      '{"code":7400,"message":"failed POST to http://c:8888/api/v1/cfssl/sign: Post \\"http://c:8888/api/v1/cfssl/sign\\": EOF"}',
    ],
  ])("%s", async (_, replies, count, outcome) => {
    const remote = clientOf("a,b:1,c", replies);
    const said = await outcomeOf(remote, (client) => client.sign(request));
    expect(said.replace(/^NOW.*\n/gm, "")).toBe(outcome);
    expect(remote.network.requests).toHaveLength(count);
  });
});

describe("an invalid server address", () => {
  const badUrl = 'NOW [ERROR] bad url: parse "127.0.0.1:1": first path segment in URL cannot contain colon\n';
  const text = '{"code":5300,"message":"failed to connect to remote"}';
  test.each([
    ["is logged by 1.6.5", "127.0.0.1:1", v165, badUrl + text],
    ["is not logged by 1.2.0", "127.0.0.1:1", v120, text],
    ["is not logged among others", "localhost:1,127.0.0.1:1", v165, text],
  ])("%s", async (_, servers, release, outcome) => {
    const remote = clientOf(servers, [], { release });
    expect(await outcomeOf(remote, (client) => client.sign(request))).toBe(outcome);
  });
});

test.each<readonly [string, typeof v165, boolean, string | undefined]>([
  ["1.6.5", v165, true, "p:1"],
  ["1.2.0", v120, false, undefined],
])("%s closes its connections and uses proxies, or not, as the real one", async (_, release, closes, proxy) => {
  const env = { HTTP_PROXY: "p:1" };
  const { client, network } = clientOf("a.test", [{ body: '{"success":true,"result":{"certificate":"X"}}' }], {
    release,
    env,
  });
  await client().sign(request);
  const [sent] = network.requests;
  expect([sent?.closes, sent?.proxy?.host]).toEqual([closes, proxy]);
  expect(sent?.headers).toEqual([["Content-Type", "application/json"]]);
});
