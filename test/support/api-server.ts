import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openStores } from "../../src/cfssl/bundler/stores.js";
import type { CertificateDatabase } from "../../src/cfssl/certdb/database.js";
import { parseConfig } from "../../src/cfssl/config/load.js";
import { createLogger } from "../../src/cfssl/log.js";
import { readOcspSigner } from "../../src/cfssl/revocation/ocsp-signer.js";
import { openSigner } from "../../src/cfssl/signer/open.js";
import { GoError } from "../../src/go/errors.js";
import { encodeUtf8 } from "../../src/go/utf8.js";
import { chooseRelease } from "../../src/release/choose-release.js";
import type { Release } from "../../src/release/release.js";
import { setUpHandlers } from "../../src/server/api/set-up-handlers.js";
import { converse } from "./client-connection.js";
import { projectFolder } from "./contents.js";

export const apiKey = "0123456789ABCDEF0123456789ABCDEF";

const configuration = {
  signing: {
    default: { expiry: "1h", usages: ["signing"] },
    profiles: {
      auth: { expiry: "3h", usages: ["client auth"], auth_key: "k" },
      serial: { expiry: "3h", usages: ["client auth"], ClientProvidesSerialNumbers: true },
    },
  },
  auth_keys: { k: { type: "standard", key: apiKey } },
};

export interface ApiServer {
  /** The log so far, without the moments. Reading it empties it. */
  log(): string;
  /** Posts a body to an endpoint, and returns the status and the body of the answer. */
  post(endpoint: string, body: unknown): Promise<readonly [status: string, body: string]>;
  /** Sends a request as it is. */
  send(request: string): Promise<string>;
}

/** A text of the fixtures. */
export function fixture(name: string): string {
  return readFileSync(join(projectFolder, "fixtures/pem", name), "utf8");
}

interface ServerOptions {
  readonly compat?: string;
  readonly hasSigner?: boolean;
  readonly disabled?: string;
  readonly database?: CertificateDatabase | null;
  /** Whether the CA signs OCSP responses, too. */
  readonly hasResponder?: boolean;
  /** The CAs to bundle with; without them there are no bundles. */
  readonly roots?: string | null;
  /** What its clock shows, RFC 3339. */
  readonly now?: string;
}

/** Makes a server in memory whose CA has a P-256 key; without a CA, `hasSigner` is false. */
export async function createApiServer({
  compat = "1.6",
  hasSigner = true,
  disabled = "",
  ...more
}: ServerOptions = {}): Promise<ApiServer> {
  const { database = null, hasResponder = false, roots = null, now = "2026-02-03T04:05:47.600Z" } = more;
  let log = "";
  const release = chooseRelease(compat) as Release;
  const rules = release.issuing;
  const context = {
    log: createLogger(
      1n,
      () => "",
      (line) => {
        log += line.slice(1);
      },
    ),
    rules,
    now: () => Date.parse(now),
    random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
    network: {
      roundTrip: () => Promise.reject(new GoError("no network")),
      env: () => undefined,
      wait: async () => {},
    },
  };
  const sources = { readFile: (name: string) => encodeUtf8(fixture(name)), env: () => undefined };
  const policy = await parseConfig(encodeUtf8(JSON.stringify(configuration)), { ...context, sources });
  const options = {
    ...{ ca: "ca-ecdsa-256.pem", caKey: "ca-ecdsa-256-key.pem", remote: "", remoteCas: "" },
    ...{ clientCertificate: "", clientKey: "", policy },
  };
  const signer = hasSigner ? await openSigner(options, sources, context, database) : null;
  const tlsLeaf = () => Promise.reject(new GoError("dial tcp 127.0.0.1:9: connect: connection refused"));
  const ca = { issuer: "ca-ecdsa-256.pem", responder: "ca-ecdsa-256.pem", key: "ca-ecdsa-256-key.pem" };
  const ocspSigner = hasResponder ? await readOcspSigner(ca, 345_600_000_000_000n, sources, context) : null;
  const files = {
    bundlesIssued: roots !== null,
    async openBundler() {
      const found = { roots: encodeUtf8(roots ?? ""), intermediates: null, systemCas: async () => [] };
      const stores = await openStores(found, context);
      const dialChain = () => Promise.reject(new GoError("no network"));
      return { ...context, stores, stash: null, platforms: [], dialChain, trustedCas: [roots ?? ""] };
    },
    openListIssuer: async () =>
      readOcspSigner(ca, 0n, sources, context).then(({ issuer, key }) => ({ certificate: issuer, key })),
    checkScanCas() {},
  };
  const handle = await setUpHandlers(disabled.split(","), {
    ...{ ...context, release, signer, tlsLeaf, database, ocspSigner, files },
  });
  const onPanic = (address: string, cause: unknown) => context.log.plain(`panic ${address}: ${String(cause)}`);
  const send = async (request: string) => (await converse({ handle, onPanic }, [request, { until: "answered" }])).text;
  return {
    log() {
      const all = log;
      log = "";
      return all;
    },
    send,
    async post(endpoint, body) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const length = encodeUtf8(text).length;
      const answer = await send(
        `POST /api/v1/cfssl/${endpoint} HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n${text}`,
      );
      const [head = "", ...rest] = answer.split("\r\n\r\n");
      const content = rest.join("\r\n\r\n");
      const chunk = /^Transfer-Encoding: chunked$/m.test(head) ? content.split("\r\n")[1] : content;
      return [head.slice("HTTP/1.1 ".length, "HTTP/1.1 ".length + 3), chunk ?? ""];
    },
  };
}
