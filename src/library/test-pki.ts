import { createMemoryStore } from "../addons/ensure/store/store.js";
import { decodeUtf8 } from "../go/utf8.js";
import { givenList, givenMembers, givenText } from "./argument.js";
import { ensure } from "./ensure.js";
import type { Options } from "./options.js";

export interface TestPkiOptions extends Options {
  /** Hosts of the server; default: localhost and its addresses. */
  readonly hosts?: readonly string[] | undefined;
}

/** A certificate and its key, in PEM. */
export interface TestPair {
  readonly cert: string;
  readonly key: string;
}

/** A PKI for tests. */
export interface TestPki {
  readonly ca: TestPair;
  /** For TLS servers and clients, because many servers dial themselves. */
  readonly server: TestPair;
  readonly client: TestPair;
}

/**
 * Makes a CA, a server's and a client's certificate for tests, valid for a day, with ECDSA keys.
 *
 * @example
 * ```ts
 * import { testPki, verifyCertificate } from "cfssl-ts";
 *
 * const { ca, server } = await testPki();
 * const { chains } = await verifyCertificate(server.cert, { roots: ca.cert, host: "localhost" });
 * console.log(chains.length); // 1
 * ```
 *
 * @throws TypeError for an argument of a wrong kind
 */
export async function testPki(options: TestPkiOptions = {}): Promise<TestPki> {
  const { member } = givenMembers({ name: "options", value: options }, "options.");
  const given = member("hosts");
  const hosts = given.value === undefined ? null : givenList(given, "an array of strings", (host) => givenText(host));
  const usages = ["signing", "key encipherment", "client auth"] as const;
  const store = createMemoryStore();
  const manifest = {
    config: {
      signing: {
        profiles: {
          server: { expiry: "24h", usages: [...usages, "server auth"] },
          client: { expiry: "24h", usages },
        },
      },
    },
    cas: { ca: { request: { CN: "Test CA", ca: { expiry: "24h" } } } },
    certificates: {
      server: {
        ...{ ca: "ca", profile: "server" },
        request: { CN: "server", hosts: hosts ?? ["localhost", "127.0.0.1", "::1"] },
      },
      client: { ca: "ca", profile: "client", request: { CN: "client" } },
    },
  } as const;
  await ensure(manifest, store, options);
  const pair = (name: string): TestPair => {
    const text = (path: string) => decodeUtf8(store.files.get(path) ?? new Uint8Array());
    return { cert: text(`${name}.pem`), key: text(`${name}-key.pem`) };
  };
  return { ca: pair("ca"), server: pair("server"), client: pair("client") };
}
