import { GoError } from "../../../src/go/errors.js";
import { type PostOptions, post } from "../../../src/go/http/client.js";
import { formatUrl, parseUrl } from "../../../src/go/url.js";
import { createFakeNetwork, headerLines, type Reply } from "../../support/fake-network.js";

const options: PostOptions = {
  headers: [["Content-Type", "application/json"]],
  body: Uint8Array.of(1),
  closes: true,
  tls: { trustedCas: null, clientCertificate: null, handshakeTimeout: null, async verify() {} },
  proxyFor: () => null,
};

async function sent(url: string, replies: readonly (Reply | GoError)[]) {
  const network = createFakeNetwork(replies);
  const outcome = await post(url, options, network.roundTrip).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof GoError ? error.message : Promise.reject(error)),
  );
  return { outcome, requests: network.requests };
}

describe("post refuses a URL in Go's words", () => {
  test.each([
    ["http://%2F:8888/x", 'parse "http://%2F:8888/x": invalid URL escape "%2F"'],
    ["/ct/v1/add-pre-chain", 'Post "/ct/v1/add-pre-chain": unsupported protocol scheme ""'],
    ["ftp://localhost:1/zz", 'Post "ftp://localhost:1/zz": unsupported protocol scheme "ftp"'],
    ["http:/api/v1/cfssl/sign", 'Post "http:/api/v1/cfssl/sign": http: no Host in request URL'],
    ["http:?q/api/v1/cfssl/sign", 'Post "http:?q/api/v1/cfssl/sign": http: no Host in request URL'],
  ])("%s", async (url, text) => {
    const { outcome, requests } = await sent(url, [{}]);
    expect(outcome).toBe(text);
    expect(requests).toEqual([]);
  });
});

describe("an error names the URL", () => {
  const failure = new GoError("dial tcp 127.0.0.1:1: connect: connection refused");
  test.each([
    ["http://127.0.0.1:1/a", "http://127.0.0.1:1/a"],
    ["http://u:p@127.0.0.1:1/a", "http://u:***@127.0.0.1:1/a"],
    ["http://u@127.0.0.1:1/a", "http://u@127.0.0.1:1/a"],
    ["http://localhost:/a", "http://localhost/a"],
  ])("%s as %s", async (url, shown) => {
    const { outcome } = await sent(url, [failure]);
    expect(outcome).toBe(`Post "${shown}": dial tcp 127.0.0.1:1: connect: connection refused`);
  });
});

describe("a redirection", () => {
  test.each([
    ["301 Moved", "GET"],
    ["302 Moved", "GET"],
    ["303 Moved", "GET"],
    ["307 Moved", "POST"],
    ["308 Moved", "POST"],
  ])("with %s is followed by a %s request", async (status, method) => {
    const { outcome, requests } = await sent("http://u:p@127.0.0.1:1/api/v1/cfssl/sign", [
      { status, headers: { location: "../x?y" } },
      {},
    ]);
    expect(outcome).toBe("200 OK");
    const [, second] = requests;
    expect(second && formatUrl(second.url)).toBe("http://u:p@127.0.0.1:1/api/v1/x?y");
    expect(second?.method).toBe(method);
    expect(second?.body).toEqual(method === "POST" ? options.body : null);
    expect(second?.closes).toBe(false);
    expect(second && headerLines(second)).toBe(
      "Content-Type: application/json\nReferer: http://127.0.0.1:1/api/v1/cfssl/sign",
    );
  });

  test.each(["300 Choices", "304 Not Modified", "305 Use Proxy", "302 Moved"])(
    "is not followed with %s and without a Location",
    async (status) => {
      const { outcome, requests } = await sent("http://h/", [{ status }]);
      expect(outcome).toBe(status);
      expect(requests).toHaveLength(1);
    },
  );

  test("from https to http has no Referer", async () => {
    const { requests } = await sent("https://h/a", [{ status: "307 Moved", headers: { location: "http://h/b" } }, {}]);
    expect(requests.map(headerLines)).toEqual(["Content-Type: application/json", "Content-Type: application/json"]);
  });

  test("has only the previous URL as Referer", async () => {
    const { requests } = await sent("http://h/a", [
      { status: "307 Moved", headers: { location: "/b" } },
      { status: "307 Moved", headers: { location: "/c" } },
      {},
    ]);
    expect(requests.map(headerLines).at(-1)).toBe("Content-Type: application/json\nReferer: http://h/b");
  });

  test("is followed nine times and no more", async () => {
    const { outcome, requests } = await sent("http://h/a", [{ status: "301 Moved", headers: { location: "/other" } }]);
    expect(outcome).toBe('Post "/other": stopped after 10 redirects');
    expect(requests).toHaveLength(10);
  });

  test("to a text that is not a URL fails with the previous URL", async () => {
    const { outcome } = await sent("http://127.0.0.1:1/a", [{ status: "303 Moved", headers: { location: ":bad" } }]);
    expect(outcome).toBe(
      'Post "http://127.0.0.1:1/a": failed to parse Location header ":bad": parse ":bad": missing protocol scheme',
    );
  });

  test("to another scheme fails with the new URL", async () => {
    const { outcome } = await sent("http://h/a", [
      { status: "308 Moved", headers: { location: "ftp://localhost:1/zz" } },
    ]);
    expect(outcome).toBe('Post "ftp://localhost:1/zz": unsupported protocol scheme "ftp"');
  });
});

test("every request gets the proxy for its own URL", async () => {
  const network = createFakeNetwork([{ status: "307 Moved", headers: { location: "http://b/" } }, {}]);
  const proxyFor: PostOptions["proxyFor"] = ({ host }) => parseUrl(`http://proxy-for-${host}`);
  await post("http://a/", { ...options, proxyFor }, network.roundTrip);
  expect(network.requests.map(({ proxy }) => proxy?.host)).toEqual(["proxy-for-a", "proxy-for-b"]);
});
