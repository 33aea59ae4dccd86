import { parseConfig } from "../../../src/cfssl/config/load.js";
import { defaultProfile, policyOf, withRemote } from "../../../src/cfssl/config/policy.js";
import { createRemoteSigner } from "../../../src/cfssl/signer/remote.js";
import type { Terms } from "../../../src/cfssl/signer/signer.js";
import { decodeSubject } from "../../../src/cfssl/signer/subject.js";
import { formatUrl } from "../../../src/go/url.js";
import { decodeUtf8, encodeUtf8 } from "../../../src/go/utf8.js";
import { resolveOptions } from "../../../src/library/resolve-options.js";
import { createFakeNetwork } from "../../support/fake-network.js";

const tls = { trustedCas: null, clientCertificate: null };
const good = { body: '{"success":true,"result":{"certificate":"CERT"}}' };

function contextOf(compat: "1.6" | "1.2") {
  const network = createFakeNetwork([good]);
  return { network, context: { ...resolveOptions({ compat }).context, network } };
}

async function bodyOf(compat: "1.6" | "1.2", request: Omit<Terms, "subject"> & { request: string; subject?: string }) {
  const { network, context } = contextOf(compat);
  const policy = withRemote(policyOf(defaultProfile()), "http://127.0.0.1:18901");
  const { request: csr, subject, ...terms } = request;
  const override = subject === undefined ? null : decodeSubject(encodeUtf8(subject), context.rules);
  expect(await createRemoteSigner(policy, context, tls).sign(csr, { ...terms, subject: override })).toBe("CERT");
  return decodeUtf8(network.requests[0]?.body ?? new Uint8Array());
}

const later =
  '"NotBefore":"0001-01-01T00:00:00Z","NotAfter":"0001-01-01T00:00:00Z","ReturnPrecert":false,"metadata":null';
const allNames =
  '{"C":"US","ST":"s","L":"l","O":"o<","OU":"u","E":"e@x","OID":{"1.2.3":"v","1.2.2":"w"},"SerialNumber":"7"}';

describe("the body of a request has upstream's members in upstream's order", () => {
  test.each<readonly [string, "1.6" | "1.2", Parameters<typeof bodyOf>[1], string]>([
    [
      "of 1.6.5",
      "1.6",
      { request: "CSR\n", hosts: ["a", "<b>"], profile: "p&", label: "l" },
      `{"hosts":["a","\\u003cb\\u003e"],"certificate_request":"CSR\\n","profile":"p\\u0026","crl_override":"","label":"l",${later}}`,
    ],
    [
      "of 1.2.0",
      "1.2",
      { request: "CSR\n", hosts: ["a", "<b>"], profile: "p&", label: "l" },
      '{"hosts":["a","\\u003cb\\u003e"],"certificate_request":"CSR\\n","profile":"p\\u0026","crl_override":"","label":"l"}',
    ],
    [
      "with a CRL and no hosts",
      "1.2",
      { request: "CSR", hosts: null, crlUrl: "http://x/" },
      '{"hosts":null,"certificate_request":"CSR","profile":"","crl_override":"http://x/","label":""}',
    ],
    [
      "with a subject, of 1.6.5",
      "1.6",
      { request: "CSR", subject: `{"CN":"z","names":[${allNames},{"O":"k"}],"SerialNumber":"9"}` },
      `{"hosts":null,"certificate_request":"CSR","subject":{"CN":"z","names":[{"C":"US","ST":"s","L":"l","O":"o\\u003c","OU":"u","E":"e@x","SerialNumber":"7","OID":{"1.2.2":"w","1.2.3":"v"}},{"O":"k"}],"SerialNumber":"9"},"profile":"","crl_override":"","label":"",${later}}`,
    ],
    [
      "with a subject, of 1.2.0",
      "1.2",
      { request: "CSR", subject: `{"CN":"z","names":[${allNames},{"O":"k"}],"SerialNumber":"9"}` },
      '{"hosts":null,"certificate_request":"CSR","subject":{"CN":"z","names":[{"C":"US","ST":"s","L":"l","O":"o\\u003c","OU":"u","SerialNumber":"7"},{"C":"","ST":"","L":"","O":"k","OU":"","SerialNumber":""}],"SerialNumber":"9"},"profile":"","crl_override":"","label":""}',
    ],
    [
      "with an empty subject",
      "1.2",
      { request: "CSR", subject: "{}" },
      '{"hosts":null,"certificate_request":"CSR","subject":{"CN":"","names":null,"SerialNumber":""},"profile":"","crl_override":"","label":""}',
    ],
  ])("%s", async (_, compat, request, body) => {
    expect(await bodyOf(compat, request)).toBe(body);
  });
});

describe("the server of a profile", () => {
  const config = {
    signing: {
      default: { remote: "plain" },
      profiles: { keyed: { auth_remote: { remote: "other", auth_key: "k" } } },
    },
    remotes: { plain: "localhost:1", other: "https://h:2" },
    auth_keys: { k: { type: "standard", key: "00" } },
  };

  test.each([
    ["", "http://localhost:1/api/v1/cfssl/sign"],
    ["unknown", "http://localhost:1/api/v1/cfssl/sign"],
    ["keyed", "https://h:2/api/v1/cfssl/authsign"],
  ])("named %j is asked at %s", async (profile, url) => {
    const { network, context } = contextOf("1.6");
    const sources = resolveOptions({}).sources;
    const policy = await parseConfig(encodeUtf8(JSON.stringify(config)), { ...context, sources });
    await createRemoteSigner(policy, context, tls).sign("CSR", { profile });
    expect(network.requests.map((request) => formatUrl(request.url))).toEqual([url]);
  });
});
