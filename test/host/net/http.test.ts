import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { GoError } from "../../../src/go/errors.js";
import type { HttpRequest, HttpResponse, Peer, TlsSettings } from "../../../src/go/http/message.js";
import { parseUrl } from "../../../src/go/url.js";
import { decodeUtf8 } from "../../../src/go/utf8.js";
import { roundTrip } from "../../../src/host/net/http.js";
import { createLocalSigner, initca } from "../../../src/index.js";
import { type LoopbackServer, listen } from "../../support/loopback.js";

const servers: LoopbackServer[] = [];

async function server(...args: Parameters<typeof listen>): Promise<LoopbackServer> {
  const started = await listen(...args);
  servers.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((started) => started.close()));
});

const acceptAll: TlsSettings["verify"] = async () => undefined;
const plain: TlsSettings = { trustedCas: [], clientCertificate: null, handshakeTimeout: null, verify: acceptAll };

function requestTo(url: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  const headers = [["Content-Type", "application/json"]] as const;
  const body = new TextEncoder().encode("{}");
  return { method: "POST", url: parseUrl(url), headers, body, closes: true, tls: plain, proxy: null, ...changes };
}

/** The error's text without the client's own port, which differs every time. */
async function failure(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof GoError)) throw error;
  return error.message.replace(/127\.0\.0\.1:\d+->/, "LOCAL->");
}

async function textOf(response: HttpResponse): Promise<string> {
  return decodeUtf8(await response.body());
}

describe("a request is sent as Go sends it", () => {
  test.each([
    ["on a connection that will be closed", { closes: true }, "Connection: close\r\n"],
    ["on a connection that may be kept", { closes: false }, ""],
  ])("%s", async (_, changes, line) => {
    const { port, requests } = await server("HTTP/1.1 200 OK\r\n\r\n");
    await roundTrip(requestTo(`http://127.0.0.1:${port}/api/v1/cfssl/sign?q`, changes));
    expect(requests).toEqual([
      `POST /api/v1/cfssl/sign?q HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Go-http-client/1.1\r\n${line}` +
        "Content-Length: 2\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\n\r\n{}",
    ]);
  });

  test("without a body", async () => {
    const { port, requests } = await server("HTTP/1.1 200 OK\r\n\r\n");
    await roundTrip(requestTo(`http://127.0.0.1:${port}`, { method: "GET", body: null, closes: false, headers: [] }));
    expect(requests).toEqual([
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n\r\n`,
    ]);
  });
});

describe("a response is read", () => {
  test.each([
    ["to its length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", "200 OK", "abc"],
    ["to the end of the connection", "HTTP/1.0 200 OK\r\n\r\nabc", "200 OK", "abc"],
    ["in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "200 OK", "abc"],
    ["without a reason", "HTTP/1.1 503\r\n\r\nabc", "503", "abc"],
    ["after one that says to continue", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nabc", "200 OK", "abc"],
    ["when it has no body", "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc", "204 No Content", ""],
    [
      "through gzip",
      `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n${gzipSync("abc").toString("latin1")}`,
      "200 OK",
      "abc",
    ],
  ])("%s", async (_, answer, status, body) => {
    const { port } = await server(answer);
    const response = await roundTrip(requestTo(`http://127.0.0.1:${port}`));
    expect([response.code, response.status, await textOf(response)]).toEqual([
      Number.parseInt(status, 10),
      status,
      body,
    ]);
  });

  test("but not the body of a redirect, which may have no end", async () => {
    const { port } = await server("HTTP/1.1 302 Found\r\nLocation: /\xc3\xa9\r\nContent-Length: 500\r\n\r\n");
    const response = await roundTrip(requestTo(`http://127.0.0.1:${port}`));
    expect([response.header("Location"), await textOf(response)]).toEqual(["/é", ""]);
  });

  test("with its headers, whatever their case", async () => {
    const { port } = await server("HTTP/1.1 302 Found\r\nlocation: /x\r\n\r\n");
    const response = await roundTrip(requestTo(`http://127.0.0.1:${port}`));
    expect([response.header("Location"), response.header("Retry-After")]).toEqual(["/x", ""]);
  });
});

describe("a broken body is reported in Go's words, and only when somebody asks for it", () => {
  test.each([
    ["Content-Length: 500\r\n\r\nabc", "unexpected EOF"],
    ["Transfer-Encoding: chunked\r\n\r\n5\r\nabc", "unexpected EOF"],
    ["Transfer-Encoding: chunked\r\n\r\nzz\r\n", "invalid byte in chunk length"],
    ["Content-Encoding: gzip\r\n\r\nabcdefghijklmnopqrstuvwxyz", "gzip: invalid header"],
    [`Content-Encoding: gzip\r\n\r\n${gzipSync("abc").toString("latin1").slice(0, 15)}`, "unexpected EOF"],
  ])("%j: %s", async (answer, text) => {
    const { port } = await server(`HTTP/1.1 200 OK\r\n${answer}`);
    const response = await roundTrip(requestTo(`http://127.0.0.1:${port}`));
    expect(response.code).toBe(200);
    expect(await failure(response.body())).toBe(text);
  });
});

describe("a malformed response is refused in Go's words", () => {
  const cut = "net/http: HTTP/1.x transport connection broken:";
  const broken = `${cut} malformed HTTP`;
  test.each([
    ["garbage\r\n\r\n", `${broken} response "garbage"`],
    ["HTTP/1.1 abc OK\r\n\r\n", `${broken} status code "abc"`],
    ["HTTP/1.1 200 OK\r\nA\r\n\r\n", `${cut} malformed MIME header: missing colon: "A"`],
    ["HTTP/1.1 200 OK\r\n", `${cut} unexpected EOF`],
    ["", "EOF"],
  ])("%j: %s", async (answer, text) => {
    const { port } = await server(answer);
    expect(await failure(roundTrip(requestTo(`http://127.0.0.1:${port}`)))).toBe(text);
  });
});

describe("a server that cannot be reached is reported in Go's words", () => {
  test.each([
    ["http://127.0.0.1:1", "dial tcp 127.0.0.1:1: connect: connection refused"],
    ["https://127.0.0.1:1", "dial tcp 127.0.0.1:1: connect: connection refused"],
    ["http://127.0.0.1:08", "dial tcp 127.0.0.1:8: connect: connection refused"],
    ["http://127.0.0.1:0", "dial tcp 127.0.0.1:0: connect: connection refused"],
    ["http://localhost:99999", "dial tcp: address 99999: invalid port"],
    ["http://127.1", "dial tcp: lookup 127.1: no such host"],
    ["http://*", "dial tcp: lookup *: no such host"],
    ["http://loc<host", "dial tcp: lookup loc<host: no such host"],
  ])("%s: %s", async (url, text) => {
    expect(await failure(roundTrip(requestTo(url)))).toBe(text);
  });
});

describe("TLS", () => {
  const names = { hosts: ["127.0.0.1", "localhost"] };

  async function authority() {
    const ca = await initca({ CN: "CA" });
    const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
    const served = await signer.gencert({ CN: "server", ...names });
    return { ca: ca.cert, signer, served: { cert: served.cert, key: served.key } };
  }

  /** The settings of a client that records the servers it met and refuses those that it does not trust. */
  function careful(trustedCas: readonly string[], peers: Peer[] = [], trusted = trustedCas[0] ?? ""): TlsSettings {
    const verify = async (peer: Peer) => {
      peers.push(peer);
      if (!peer.trustedCas.includes(trusted)) throw new GoError("refused");
    };
    return { ...plain, trustedCas, verify };
  }

  test("is used with a trusted server", async () => {
    const { ca, served } = await authority();
    const { port, requests } = await server("HTTP/1.1 200 OK\r\n\r\nabc", served);
    const peers: Peer[] = [];
    const response = await roundTrip(requestTo(`https://localhost:${port}`, { tls: careful([ca], peers) }));
    expect(await textOf(response)).toBe("abc");
    expect(peers).toEqual([{ certificates: [derOf(served.cert)], trustedCas: [ca], host: "localhost" }]);
    expect(requests).toHaveLength(1);
  });

  test("sends no request to a server that is not trusted", async () => {
    const { ca, served } = await authority();
    const { port, requests } = await server("HTTP/1.1 200 OK\r\n\r\n", served);
    const text = await failure(roundTrip(requestTo(`https://127.0.0.1:${port}`, { tls: careful([], [], ca) })));
    expect(text).toBe("refused");
    expect(requests).toEqual([]);
  });

  test("gives all certificates that the server sent, in order", async () => {
    const { served } = await authority();
    const [one, two] = await Promise.all([authority(), authority()]);
    const cert = [served.cert, two.served.cert, one.ca, one.ca].join("");
    const { port } = await server("HTTP/1.1 200 OK\r\n\r\n", { ...served, cert });
    const peers: Peer[] = [];
    const system = { ...careful([], peers, ""), trustedCas: null };
    await failure(roundTrip(requestTo(`https://127.0.0.1:${port}`, { tls: system })));
    const [peer] = peers;
    expect(peer?.certificates).toEqual([served.cert, two.served.cert, one.ca, one.ca].map(derOf));
    expect(peer?.trustedCas.length).toBeGreaterThan(0);
  });

  test("presents the client's certificate to a server that asks for one", async () => {
    const { ca, signer, served } = await authority();
    const { port, requests } = await server("HTTP/1.1 200 OK\r\n\r\nabc", { ...served, ca, requestCert: true });
    const url = `https://127.0.0.1:${port}`;
    const own = await signer.gencert({ CN: "client" });
    const show = (chain: string, key: string) => ({ tls: { ...careful([ca]), clientCertificate: { chain, key } } });
    expect(await failure(roundTrip(requestTo(url, { tls: careful([ca]) })))).toBe(
      "remote error: tls: certificate required",
    );
    expect(await textOf(await roundTrip(requestTo(url, show(own.cert, own.key))))).toBe("abc");
    expect(requests).toHaveLength(1);
  });

  test("times out with a server that does not speak it", async () => {
    const { port } = await server("HTTP/1.1 400 Bad Request\r\n\r\n");
    const action = roundTrip(requestTo(`https://127.0.0.1:${port}`, { tls: { ...plain, handshakeTimeout: 50 } }));
    expect(await failure(action)).toBe("net/http: TLS handshake timeout");
  });
});

describe("a proxy", () => {
  const viaProxy = (port: number, user = "") => ({ proxy: parseUrl(`http://${user}127.0.0.1:${port}`) });

  test("gets a request with the whole URL", async () => {
    const { port, requests } = await server("HTTP/1.1 200 OK\r\n\r\nabc");
    const response = await roundTrip(requestTo("http://a.test/x?y#z", viaProxy(port, "u:p%40@")));
    expect(await textOf(response)).toBe("abc");
    expect(requests[0]).toMatch(/^POST http:\/\/a\.test\/x\?y HTTP\/1\.1\r\nHost: a\.test\r\n/);
    expect(requests[0]).toContain("\r\nProxy-Authorization: Basic dTpwQA==\r\n");
  });

  test("passes on encrypted connections", async () => {
    const ca = await initca({ CN: "CA" });
    const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key });
    const { cert, key } = await signer.gencert({ CN: "x", hosts: ["a.test"] });
    const target = await server("HTTP/1.1 200 OK\r\n\r\nabc", { cert, key });
    const proxy = await server({ tunnelTo: target.port });
    const peers: Peer[] = [];
    const tls = { ...plain, trustedCas: [ca.cert], verify: async (peer: Peer) => void peers.push(peer) };
    const response = await roundTrip(requestTo("https://a.test", { ...viaProxy(proxy.port, "u:p@"), tls }));
    expect(await textOf(response)).toBe("abc");
    expect(proxy.requests).toEqual([
      "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\nUser-Agent: Go-http-client/1.1\r\nProxy-Authorization: Basic dTpw\r\n\r\n",
    ]);
    expect(peers).toEqual([{ certificates: [derOf(cert)], trustedCas: [ca.cert], host: "a.test" }]);
  });

  test("may refuse", async () => {
    const { port } = await server("HTTP/1.1 403 No Way\r\n\r\n");
    expect(await failure(roundTrip(requestTo("https://a.test", viaProxy(port))))).toBe("No Way");
  });

  test.each([
    ["garbage\r\n\r\n", 'malformed HTTP response "garbage"'],
    ["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "Continue"],
    ["HTTP/1.1 407\r\n\r\n", "unknown status code"],
    ["", "unexpected EOF"],
  ])("that answers %j is reported: %s", async (answer, text) => {
    const { port } = await server(answer);
    expect(await failure(roundTrip(requestTo("https://a.test", viaProxy(port))))).toBe(text);
  });

  test.each([
    ["garbage\r\n\r\n", 'malformed HTTP response "garbage"'],
    ["HTTP/1.1 200 OK\r\nx\r\n\r\n", 'malformed MIME header: missing colon: "x"'],
    ["HTTP/1.1 403 No\r\n\r\n", "No"],
  ])("that answers %j and does not hang up is hung up on", async (answer, text) => {
    const proxy = createServer((socket) => void socket.once("data", () => socket.write(answer)));
    const arrived: Promise<Socket[]> = once(proxy, "connection");
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    const { port } = proxy.address() as AddressInfo;
    expect(await failure(roundTrip(requestTo("https://a.test", viaProxy(port))))).toBe(text);
    const [socket] = await arrived;
    const close = async () => {
      socket?.destroy();
      proxy.close();
    };
    servers.push({ port, requests: [], close });
    if (!socket?.closed) await once(socket ?? proxy, "close");
  });

  test("may be unreachable", async () => {
    const text = "proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused";
    expect(await failure(roundTrip(requestTo("http://a.test", viaProxy(1))))).toBe(text);
  });
});

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64");
}
