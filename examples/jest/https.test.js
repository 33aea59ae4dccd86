import { createServer, get } from "node:https";
import { createTestCa } from "./test-ca.js";

const ca = await createTestCa();
const otherCa = await createTestCa("Another CA");
const twoHoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);

/** The server under test: it greets users by the name in their certificate, and lets nobody else in. */
const server = createServer({ ...(await ca.server()), requestCert: true }, (request, response) => {
  const { subject } = /** @type {import("node:tls").TLSSocket} */ (request.socket).getPeerCertificate();
  response.end(`Hello, ${subject.CN} of ${subject.O}`);
});
let port = 0;

beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  port = /** @type {import("node:net").AddressInfo} */ (server.address()).port;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/**
 * @param {import("node:https").RequestOptions} credentials
 * @returns {Promise<string>} the body of the answer
 */
function fetchGreeting(credentials) {
  return new Promise((resolve, reject) => {
    const request = get({ host: "localhost", port, agent: false, family: 4, ...credentials }, async (response) => {
      response.setEncoding("utf8");
      let body = "";
      for await (const part of response) body += part;
      resolve(body);
    });
    request.on("error", reject);
  });
}

test("a user with a certificate is greeted by name and group", async () => {
  const alice = await ca.client("alice", { groups: ["developers"] });
  await expect(fetchGreeting(alice)).resolves.toBe("Hello, alice of developers");
});

describe("the server refuses a client", () => {
  // OpenSSL's words differ between releases, and the connection may be gone before they arrive.
  const refused = { code: expect.stringMatching(/^(ERR_SSL_.*|ECONNRESET|EPIPE)$/) };

  test("without a certificate", async () => {
    await expect(fetchGreeting({ ca: ca.ca })).rejects.toMatchObject(refused);
  });

  test("with a certificate of another CA", async () => {
    const stranger = await otherCa.client("alice", { groups: ["developers"] });
    await expect(fetchGreeting({ ...stranger, ca: ca.ca })).rejects.toMatchObject(refused);
  });

  test("with a certificate that has expired", async () => {
    const expired = await ca.client("alice", { now: twoHoursAgo });
    await expect(fetchGreeting(expired)).rejects.toMatchObject(refused);
  });

  test("with a server's certificate", async () => {
    await expect(fetchGreeting(await ca.server())).rejects.toMatchObject(refused);
  });
});

describe("the client refuses the server", () => {
  test("under a name that is not in its certificate", async () => {
    const alice = { ...(await ca.client("alice")), servername: "www.example.com" };
    await expect(fetchGreeting(alice)).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  test("when it trusts another CA", async () => {
    const alice = { ...(await ca.client("alice")), ca: otherCa.ca };
    await expect(fetchGreeting(alice)).rejects.toMatchObject({
      code: expect.stringMatching(
        /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER.*)$/,
      ),
    });
  });
});
