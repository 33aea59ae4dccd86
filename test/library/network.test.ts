import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import {
  type ConfigJson,
  certinfo,
  createLocalSigner,
  createLogger,
  type Fetch,
  genkey,
  initca,
  type Options,
  type ProfileJson,
  type SigningJson,
} from "../../src/index.js";
import { fixturePath } from "../support/contents.js";

const read = (path: string) => readFileSync(fixturePath(path), "utf8");
const files = { ca: read("pem/ca-ecdsa-256.pem"), caKey: read("pem/ca-ecdsa-256-key.pem") };

const configWith = (...logs: readonly string[]): ConfigJson => ({
  signing: { default: { expiry: "1h", usages: ["server auth"], ct_log_servers: logs } },
});

/** A server that takes connections and never says a word. */
let server: Server;
let url = "";
const sockets = new Set<Socket>();
let connected: () => void = () => {};

beforeEach(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    connected();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

const issue = async (options: Options, ...logs: readonly string[]) =>
  (await createLocalSigner({ ...files, config: configWith(...logs) }, options)).gencert({ CN: "x" });

const gone = async () => {
  while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe("a log that never answers", () => {
  test.each(["1.6", "1.2"] as const)("is given up after the time limit (level %s)", async (compat) => {
    await expect(issue({ compat, timeout: 50 }, url)).rejects.toMatchObject({
      name: "TimeoutError",
      message: "the logs took longer than 50 ms",
    });
  });

  test("is given up when the signal is aborted, with its reason, and the connection ends", async () => {
    const controller = new AbortController();
    const waiting = new Promise<void>((resolve) => {
      connected = resolve;
    });
    const outcome = issue({ signal: controller.signal }, url);
    const reason = new Error("enough");
    void waiting.then(() => controller.abort(reason));
    await expect(outcome).rejects.toBe(reason);
    await gone();
  });

  test("every certificate has a time limit of its own", async () => {
    const signer = await createLocalSigner({ ...files, config: configWith(url) }, { timeout: 50 });
    for (const name of ["a", "b"])
      await expect(signer.gencert({ CN: name })).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

test("a log that is busy is asked again until the time limit", async () => {
  let asked = 0;
  const fetch: Fetch = async () => {
    asked++;
    return new Response(null, { status: 503, headers: { "Retry-After": "0" } });
  };
  await expect(issue({ fetch, timeout: 50 }, "http://log.example")).rejects.toMatchObject({ name: "TimeoutError" });
  expect(asked).toBeGreaterThan(1);
});

test("the wait between two attempts ends with the signal", async () => {
  const controller = new AbortController();
  const fetch: Fetch = async () => {
    setTimeout(() => controller.abort(), 5);
    return new Response(null, { status: 503, headers: { "Retry-After": "3600" } });
  };
  const outcome = issue({ fetch, signal: controller.signal }, "http://log.example");
  await expect(outcome).rejects.toMatchObject({ name: "AbortError" });
});

test("an aborted signal stops every function before it starts", async () => {
  const signal = AbortSignal.abort();
  const fetch: Fetch = async () => {
    throw new Error("was called");
  };
  const stopped = { name: "AbortError" };
  await expect(issue({ signal, fetch }, url)).rejects.toMatchObject(stopped);
  await expect(initca({ CN: "x" }, { signal })).rejects.toMatchObject(stopped);
  await expect(genkey({ CN: "x" }, { signal })).rejects.toMatchObject(stopped);
});

describe("an injected fetch", () => {
  const answer = {
    sct_version: 0,
    id: Buffer.alloc(32, 7).toString("base64"),
    timestamp: 1_700_000_000_000,
    extensions: "",
    signature: Buffer.from("0403000101", "hex").toString("base64"),
  };

  test("carries everything, and redirections are followed", async () => {
    const seen: [string, string, string | undefined][] = [];
    const fetch: Fetch = async (to, { method, headers, body, redirect }) => {
      seen.push([method, to, headers["Authorization"]]);
      expect([headers["Content-Type"], redirect]).toEqual(["application/json", "manual"]);
      if (to.startsWith("https://log.example/")) {
        return new Response(null, { status: 307, headers: { Location: "https://u:p@other.example/x" } });
      }
      expect(JSON.parse(Buffer.from(body ?? []).toString()).chain).toHaveLength(2);
      return Response.json(answer);
    };
    const { cert } = await issue({ fetch }, "https://log.example/");
    expect(certinfo(cert).subject.common_name).toBe("x");
    expect(
      Buffer.from(certinfo(cert).pem.split("\n").slice(1, -2).join(""), "base64").includes(Buffer.alloc(32, 7)),
    ).toBe(true);
    expect(seen).toEqual([
      ["POST", "https://log.example/ct/v1/add-pre-chain", undefined],
      ["POST", "https://other.example/x", "Basic dTpw"],
    ]);
  });

  test("that fails is called again after a wait, and the reason is logged", async () => {
    let line = "";
    const log = createLogger(
      1n,
      () => "",
      (text) => {
        if (text.includes("backing-off")) line = text.trim();
      },
    );
    const fetch: Fetch = async () => {
      throw new TypeError("fetch failed", { cause: new Error("no such host") });
    };
    const outcome = issue({ fetch, log, timeout: 50 }, "https://log.example");
    await expect(outcome).rejects.toMatchObject({ name: "TimeoutError" });
    expect(line).toBe(
      "Request to https://log.example failed, backing-off 1s: " +
        'Post "https://log.example/ct/v1/add-pre-chain": fetch failed: no such host',
    );
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a string", "ok"],
    ["half a response", { status: 200 }],
  ])("that answers %s is an error that names it", async (_, response) => {
    const fetch = (async () => response) as unknown as Fetch;
    await expect(issue({ fetch }, "https://log.example")).rejects.toThrow(
      new TypeError("options.fetch must answer a Response"),
    );
  });

  test("is not called without logs in the profile", async () => {
    const fetch: Fetch = async () => {
      throw new Error("was called");
    };
    expect(certinfo((await issue({ fetch })).cert).subject.common_name).toBe("x");
  });
});

const remotely = { remotes: { r: "127.0.0.1:1" }, auth_keys: { k: { type: "standard", key: "00" } } } as const;
const local: ProfileJson = { expiry: "1h", usages: ["server auth"] };

test.each<[string, SigningJson, string | undefined, string]>([
  ["default", { default: { remote: "r" } }, undefined, "the default profile"],
  ["default", { default: { remote: "r" }, profiles: { here: local } }, "unknown", "the default profile"],
  ["named", { default: local, profiles: { far: { remote: "r" } } }, "far", 'the profile "far"'],
  [
    "authenticated",
    { default: local, profiles: { far: { auth_remote: { remote: "r", auth_key: "k" } } } },
    "far",
    'the profile "far"',
  ],
])("a %s profile of a remote server is refused, not ignored", async (_, signing, profile, which) => {
  const signer = await createLocalSigner({ ...files, config: { signing, ...remotely } });
  const { csr } = await genkey({ CN: "x" });
  const terms = profile === undefined ? {} : { profile };
  const error = new RangeError(`${which} has a remote server issue, which a local signer cannot ask: use cfssl sign`);
  await expect(signer.sign(csr, terms)).rejects.toThrow(error);
  await expect(signer.gencert({ CN: "x" }, terms)).rejects.toThrow(error);
});
