import type { ChildProcess } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createLocalSigner, genkey, initca } from "../../src/index.js";
import { layOutExample, startNode } from "../support/examples.js";

const token = "3f2a.web_token-1";
const callers = [
  { name: "web.internal.example", profiles: ["server"], tokenSha256: createHash("sha256").update(token).digest("hex") },
  { name: "db.internal.example", profiles: ["server"] },
  { name: "idle.internal.example", profiles: [], tokenSha256: createHash("sha256").update("idle").digest("hex") },
];

let folder = "";
let server: ChildProcess;
let port = 0;
let ca = { cert: "", key: "" };
const auditLines: Record<string, unknown>[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cfssl-ts-sign-server-"));
  layOutExample("sign-server", folder);
  ca = await initca({ CN: "Internal CA" });
  writeFileSync(join(folder, "ca.pem"), ca.cert);
  writeFileSync(join(folder, "ca-key.pem"), ca.key);
  writeFileSync(join(folder, "callers.json"), JSON.stringify(callers));
  const started = startNode(["server.js", "ca.pem", "ca-key.pem", "callers.json"], folder, { PORT: "0" });
  server = started;
  const errors: string[] = [];
  started.stderr.setEncoding("utf8").on("data", (part: string) => errors.push(part));
  port = await new Promise((resolve, reject) => {
    started.on("close", (code) => reject(new Error(`the server ended with ${code}: ${errors.join("")}`)));
    createInterface(started.stdout).on("line", (line) => {
      const entry = JSON.parse(line);
      if (entry.event === "listening") resolve(Number(new URL(entry.url).port));
      else auditLines.push(entry);
    });
  });
});

afterAll(() => {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: {
    success: boolean;
    result: { certificate: string } | null;
    errors: { code: number; message: string }[];
  };
}

/** Sends a body, in pieces without a length when it is a list. */
function send(options: RequestOptions, body: string | readonly string[] = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { host: "localhost", family: 4, port, ca: ca.cert, agent: false, method: "POST", ...options } as const;
    const request = httpsRequest(all, async (response) => {
      let text = "";
      for await (const part of response.setEncoding("utf8")) text += part;
      resolve({ status: response.statusCode, headers: response.headers, body: JSON.parse(text) });
    });
    request.on("error", reject);
    if (typeof body !== "string") for (const part of body) request.write(part);
    request.end(typeof body === "string" ? body : undefined);
  });
}

const authorization = { authorization: `Bearer ${token}` };
const asWeb = { path: "/sign/server", headers: authorization };
const requestFor = async (...hosts: string[]) =>
  (await genkey({ CN: "anything", names: [{ O: "admins" }], hosts })).csr;

/** The PEM text with one bit of its last byte changed: the signature's. */
function withWrongSignature(csr: string): string {
  const der = Buffer.from(csr.replace(/-----.*-----/g, ""), "base64");
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1;
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
}

test("a caller with a token gets a certificate in its own name, for the DNS names that it asks for and nothing else", async () => {
  const { status, headers, body } = await send(
    asWeb,
    await requestFor("www.internal.example", "10.0.0.1", "a@b.example"),
  );
  expect([status, headers["content-type"], body.success, body.errors]).toEqual([200, "application/json", true, []]);
  const certificate = new X509Certificate(body.result?.certificate ?? "");
  expect(certificate.subject).toBe("CN=web.internal.example");
  expect(certificate.subjectAltName).toBe("DNS:www.internal.example");
  expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  expect(certificate.verify(new X509Certificate(ca.cert).publicKey)).toBe(true);
  expect(auditLines.at(-1)).toMatchObject({
    event: "issued",
    caller: "web.internal.example",
    serial_number: BigInt(`0x${certificate.serialNumber}`).toString(),
    sans: ["www.internal.example"],
  });
});

test("a request for a CA's certificate gets an ordinary one", async () => {
  const { body } = await send(asWeb, (await initca({ CN: "Another CA" })).csr);
  expect(new X509Certificate(body.result?.certificate ?? "").ca).toBe(false);
});

describe("a caller with a client certificate", () => {
  async function clientOf(issuer: { cert: string; key: string }, usage: "client auth" | "server auth") {
    const config = { signing: { default: { expiry: "1h", usages: ["signing", usage] } } } as const;
    const signer = await createLocalSigner({ ca: issuer.cert, caKey: issuer.key, config });
    const { cert, key } = await signer.gencert({ CN: "db.internal.example" });
    return { path: "/sign/server", cert, key };
  }

  test("gets a certificate in the name of that one", async () => {
    const { body } = await send(await clientOf(ca, "client auth"), await requestFor("db.internal.example"));
    expect(new X509Certificate(body.result?.certificate ?? "").subject).toBe("CN=db.internal.example");
  });

  test("of another CA is a stranger", async () => {
    const other = await initca({ CN: "Internal CA" });
    expect(await send(await clientOf(other, "client auth"), "")).toMatchObject({ status: 401 });
  });

  test("that is good for servers alone is a stranger", async () => {
    expect(await send(await clientOf(ca, "server auth"), "")).toMatchObject({ status: 401 });
  });
});

describe("refused is", () => {
  test.each<[string, RequestOptions, number, number, string]>([
    ["another path", { path: "/" }, 404, 404, "Not found: POST /sign/PROFILE"],
    ["a path with more behind it", { path: "/sign/server/x" }, 404, 404, "Not found: POST /sign/PROFILE"],
    ["another method", { ...asWeb, method: "GET" }, 405, 405, "Method is not POST"],
    ["nobody's request", { path: "/sign/server" }, 401, 401, "Who are you?"],
    ["an unknown token", { ...asWeb, headers: { authorization: `Bearer ${token}x` } }, 401, 401, "Who are you?"],
    ["an empty token", { ...asWeb, headers: { authorization: "Bearer " } }, 401, 401, "Who are you?"],
    ["another scheme", { ...asWeb, headers: { authorization: `Basic ${token}` } }, 401, 401, "Who are you?"],
    ["an unknown profile", { ...asWeb, path: "/sign/sever" }, 403, 5400, "Unknown policy profile"],
    ["the server's own profile", { ...asWeb, path: "/sign/sign-server" }, 403, 5400, "Unknown policy profile"],
    ["the default profile", { ...asWeb, path: "/sign/default" }, 403, 5400, "Unknown policy profile"],
    [
      "a caller without profiles",
      { ...asWeb, headers: { authorization: "Bearer idle" } },
      403,
      5400,
      "Unknown policy profile",
    ],
    [
      "a length beyond the limit",
      { ...asWeb, headers: { ...authorization, "content-length": 16385 } },
      413,
      413,
      "The request has more than 16384 bytes",
    ],
  ])("%s", async (_, options, status, code, message) => {
    // None of these needs the body, which is valid.
    const length = options.headers && "content-length" in options.headers ? 16385 : 0;
    const answer = await send(options, (await requestFor("www.internal.example")).padEnd(length));
    expect([answer.status, answer.body.errors]).toEqual([status, [{ code, message }]]);
    expect([answer.body.success, answer.body.result]).toEqual([false, null]);
  });

  test.each<[string, () => Promise<string | readonly string[]>, number, number, string]>([
    ["an empty body", async () => "", 400, 9002, "CSR Decode failed"],
    ["a body that is no request", async () => "hello", 400, 9002, "CSR Decode failed"],
    ["a certificate", async () => ca.cert, 400, 9300, "not a csr"],
    [
      "a request with a wrong signature",
      async () => withWrongSignature(await requestFor("www.internal.example")),
      400,
      9300,
      "x509: ECDSA verification failure",
    ],
    [
      "a request for a name outside",
      () => requestFor("www.example.com"),
      403,
      5500,
      "Request does not match policy whitelist",
    ],
    [
      "a request that asks for one name inside and one outside",
      () => requestFor("www.internal.example", "www.internal.example.com"),
      403,
      5500,
      "Request does not match policy whitelist",
    ],
    [
      "a body in pieces beyond the limit",
      async () => Array<string>(2000).fill("x".repeat(1024)),
      413,
      413,
      "The request has more than 16384 bytes",
    ],
  ])("%s", async (_, body, status, code, message) => {
    const before = auditLines.length;
    const answer = await send(asWeb, await body());
    expect([answer.status, answer.body.errors]).toEqual([status, [{ code, message }]]);
    expect(auditLines).toHaveLength(before);
  });
});

test("a body beyond the limit is refused before it ends", async () => {
  const all = { host: "localhost", family: 4, port, ca: ca.cert, agent: false, method: "POST", ...asWeb };
  const status = await new Promise((resolve, reject) => {
    const request = httpsRequest(all, (response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    request.on("error", reject);
    request.write("x".repeat(16385));
  });
  expect(status).toBe(413);
});

test("a request that is cut off leaves the server at work, and is no failure of its", async () => {
  const before = auditLines.length;
  await new Promise<void>((resolve) => {
    const request = httpsRequest({
      host: "localhost",
      family: 4,
      port,
      ca: ca.cert,
      agent: false,
      method: "POST",
      ...asWeb,
    });
    request.on("error", () => resolve());
    request.write("-----BEGIN");
    request.on("socket", (socket) =>
      socket.on("secureConnect", () => setImmediate(() => request.destroy(new Error()))),
    );
  });
  const { status } = await send(asWeb, await requestFor("www.internal.example"));
  expect(status).toBe(200);
  expect(auditLines.slice(before).map(({ event }) => event)).toEqual(["issued"]);
});
