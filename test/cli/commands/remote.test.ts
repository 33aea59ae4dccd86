import { X509Certificate } from "node:crypto";
import { cfssl as program } from "../../../src/cli/programs/cfssl.js";
import { createLocalSigner, initca } from "../../../src/index.js";
import { FixtureFile } from "../../support/case.js";
import { filesOf } from "../../support/contents.js";
import { createFakeHost } from "../../support/fake-host.js";
import { type LoopbackServer, listen } from "../../support/loopback.js";
import { createMemoryFiles } from "../../support/memory-files.js";

const servers: LoopbackServer[] = [];

async function server(body: string, status = "200 OK"): Promise<LoopbackServer> {
  const started = await listen(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  servers.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((started) => started.close()));
});

const fixture = (name: string) => new FixtureFile(`pem/${name}.pem`);
const requestJson = '{"CN":"x","hosts":["x.test"],"key":{"algo":"ecdsa","size":256}}';

/** One call of cfssl, in a folder with the CA, a request, a client's certificate and `files`. */
async function cfssl(line: string, files: Readonly<Record<string, string>> = {}, compat = "1.6") {
  const folder = new Map<string, string | FixtureFile>([
    ["ca.pem", fixture("ca-ecdsa-256")],
    ["ca-key.pem", fixture("ca-ecdsa-256-key")],
    ["request.json", requestJson],
    ...Object.entries(files),
  ]);
  const host = createFakeHost({
    args: line.split(" "),
    files: createMemoryFiles(filesOf(folder), 0o022),
    env: { CFSSL_COMPAT: compat },
  });
  const exitCode = await program(host);
  const { stdout, stderr } = host.printed();
  return { exitCode, stdout: String(stdout), stderr: String(stderr).replaceAll("2026/02/03 04:05:47", "NOW") };
}

/** A CA and a server's certificate that are valid through this century: the runtime looks at the real clock. */
async function lastingServer() {
  const now = () => Date.parse("2000-01-01T00:00:00Z");
  const ca = await initca({ CN: "CA", ca: { expiry: "876000h" } }, { now });
  const config = { signing: { default: { usages: ["signing", "server auth"], expiry: "870000h" } } } as const;
  const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key, config }, { now });
  const { cert, key } = await signer.gencert({ CN: "server", hosts: ["127.0.0.1"] });
  return { ca: ca.cert, cert, key };
}

const good = '{"success":true,"result":{"certificate":"CERT"},"errors":[],"messages":[]}';

test("gencert asks another server for the certificate, and does not send the key", async () => {
  const { port, requests } = await server(good);
  const line = `gencert -remote http://127.0.0.1:${port} -profile p -label l -hostname a,b -crl http://x/ request.json`;
  const { exitCode, stdout, stderr } = await cfssl(line);
  expect(exitCode).toBe(0);
  const { cert, csr, key } = JSON.parse(stdout) as { cert: string; csr: string; key: string };
  expect(cert).toBe("CERT");
  expect(stderr).toBe(
    "NOW [INFO] generate received request\nNOW [INFO] received CSR\nNOW [INFO] generating key: ecdsa-256\nNOW [INFO] encoded CSR\n",
  );
  const [head = "", body = ""] = requests[0]?.split("\r\n\r\n") ?? [];
  expect(head).toMatch(/^POST \/api\/v1\/cfssl\/sign HTTP\/1\.1\r\n/);
  expect(body).toBe(
    `{"hosts":["a","b"],"certificate_request":${JSON.stringify(csr)},"profile":"p","crl_override":"http://x/","label":"l","NotBefore":"0001-01-01T00:00:00Z","NotAfter":"0001-01-01T00:00:00Z","ReturnPrecert":false,"metadata":null}`,
  );
  expect(requests[0]).not.toContain(key.slice(40, 80));
});

describe("sign", () => {
  test("prints what the other server answers", async () => {
    const { port } = await server("nope", "400 Bad Request");
    const url = `http://127.0.0.1:${port}/api/v1/cfssl/sign`;
    expect(await cfssl(`sign -remote http://127.0.0.1:${port} r.csr`, { "r.csr": "CSR" })).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `NOW [ERROR] http error with ${url}\n{"code":7400,"message":"nope"}\n`,
    });
  });

  test("reads the configuration twice, and asks the second server if the first does not answer", async () => {
    const { port, requests } = await server(good);
    const line = `sign -loglevel=0 -remote localhost:1,localhost:${port} r.csr`;
    const { exitCode, stdout, stderr } = await cfssl(line, { "r.csr": "CSR" });
    expect([exitCode, stdout]).toEqual([0, '{"cert":"CERT","csr":"CSR"}\n']);
    const valid =
      "NOW [DEBUG] validating configuration\nNOW [DEBUG] validate local profile\nNOW [DEBUG] profile is valid\n";
    expect(stderr).toBe(valid + valid);
    expect(requests).toHaveLength(1);
  });

  test.each([
    ["1.6", "NOW [CRITICAL] Unable to read client certificate from file: none.pem or key from file: k.pem\n"],
    ["1.2", "NOW [CRITICAL] Unable to read client certificate from file: %s or key from file: %snone.pemk.pem\n"],
  ])("%s reports a client certificate that cannot be read", async (compat, critical) => {
    const flags = "-mutual-tls-client-cert none.pem -mutual-tls-client-key k.pem";
    const { exitCode, stderr } = await cfssl(`sign -remote localhost ${flags} r.csr`, { "r.csr": "CSR" }, compat);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `${critical}NOW [INFO] Invalid mutual-tls-cert: none.pem or mutual-tls-key: k.pem, defaulting to no client auth\nopen none.pem: no such file or directory\n`,
    );
  });

  test("ignores a client certificate without its key", async () => {
    const { port } = await server(good);
    const line = `sign -remote http://127.0.0.1:${port} -mutual-tls-client-cert none.pem r.csr`;
    expect(await cfssl(line, { "r.csr": "CSR" })).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test.each([
    ["ca.pem", 0, "NOW [INFO] Using trusted CA from tls-remote-ca: ca.pem\n"],
    [
      "request.json",
      1,
      "NOW [INFO] Invalid tls-remote-ca: request.json, defaulting to system trust store\nfailed to load cert pool\n",
    ],
    [
      "none",
      1,
      "NOW [INFO] Invalid tls-remote-ca: none, defaulting to system trust store\nopen none: no such file or directory\n",
    ],
  ])("reads the CAs to trust from %s", async (file, exitCode, stderr) => {
    const { port } = await server(good);
    const line = `sign -remote http://127.0.0.1:${port} -tls-remote-ca ${file} r.csr`;
    expect(await cfssl(line, { "r.csr": "CSR" })).toMatchObject({ exitCode, stderr });
  });

  test("trusts a TLS server whose certificate is from a CA in -tls-remote-ca", async () => {
    const { ca, cert, key } = await lastingServer();
    const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${good.length}\r\n\r\n${good}`;
    const started = await listen(answer, { cert, key });
    servers.push(started);
    const line = `sign -remote https://127.0.0.1:${started.port} -tls-remote-ca root.pem r.csr`;
    const files = { "r.csr": "CSR", "root.pem": ca };
    const stderr = "NOW [INFO] Using trusted CA from tls-remote-ca: root.pem\n";
    expect(await cfssl(line, files)).toEqual({ exitCode: 0, stdout: '{"cert":"CERT","csr":"CSR"}\n', stderr });
    const unknown = "tls: failed to verify certificate: x509: certificate signed by unknown authority";
    const strangers = await cfssl(line.replace("root.pem", "ca.pem"), files);
    expect([strangers.exitCode, strangers.stderr.includes(unknown)]).toEqual([1, true]);
  });
});

describe("certificate transparency", () => {
  const answer =
    `{"sct_version":0,"id":"${Buffer.alloc(32, "A").toString("base64")}","timestamp":1234567890123,"extensions":"",` +
    '"signature":"BAMABGFiY2Q="}';
  const timestamp = `00${"41".repeat(32)}0000011f71fb04cb00000403000461626364`;
  const poison = "060a2b06010401d679020403";
  const list = "060a2b06010401d679020402";
  const policies = "0603551d20";

  test.each([
    ["1.6", "behind"],
    ["1.2", "in front of"],
  ])("%s puts the timestamps %s the profile's own extensions", async (compat, place) => {
    const { port, requests } = await server(answer);
    const url = `http://127.0.0.1:${port}`;
    const profile = { expiry: "1h", usages: ["signing"], policies: [{ id: "1.2.3" }], ct_log_servers: [url, url] };
    const config = JSON.stringify({ signing: { default: profile } });
    const line = "gencert -ca ca.pem -ca-key ca-key.pem -config config.json request.json";
    const { exitCode, stdout, stderr } = await cfssl(line, { "config.json": config }, compat);
    expect(exitCode).toBe(0);
    const certificate = new X509Certificate((JSON.parse(stdout) as { cert: string }).cert);
    const chains = requests.map((request) => JSON.parse(request.split("\r\n\r\n")[1] ?? "") as { chain: string[] });
    const [first, issuer] = (chains[0]?.chain ?? []).map((der) => Buffer.from(der, "base64"));
    const precertificate = new X509Certificate(first ?? "");
    expect(chains).toHaveLength(2);
    expect(chains[1]).toEqual(chains[0]);
    expect(precertificate.checkIssued(new X509Certificate(issuer ?? ""))).toBe(true);
    expect(precertificate.serialNumber).toBe(certificate.serialNumber);

    const bytes = certificate.raw.toString("hex");
    expect(bytes).toContain(`${list}046e046c006a0033${timestamp}0033${timestamp}`);
    for (const [hex, mark] of [
      [first?.toString("hex") ?? "", `${poison}0101ff04020500`],
      [bytes, list],
    ] as const) {
      expect(hex.indexOf(mark)).toBeGreaterThan(0);
      expect(hex.indexOf(mark) > hex.indexOf(policies)).toBe(place === "behind");
    }
    const serial = BigInt(`0x${certificate.serialNumber}`);
    const signed = `NOW [INFO] signed certificate with serial number ${serial}\n`;
    const submitting = `NOW [INFO] submitting poisoned precertificate to ${url}\n`;
    expect(stderr.slice(stderr.indexOf("NOW [INFO] signed"))).toBe(signed + submitting + submitting + signed);
  });

  test("fails if a log refuses", async () => {
    const { port } = await server("no", "400 Bad Request");
    const profile = { expiry: "1h", usages: ["signing"], ct_log_servers: [`http://127.0.0.1:${port}`] };
    const config = JSON.stringify({ signing: { default: profile } });
    const line = "gencert -loglevel=5 -ca ca.pem -ca-key ca-key.pem -config config.json request.json";
    expect(await cfssl(line, { "config.json": config })).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: '{"code":10100,"message":"got HTTP status \\"400 Bad Request\\""}\n',
    });
  });
});
