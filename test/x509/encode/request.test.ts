import { parseIp } from "../../../src/go/net.js";
import { basicConstraints } from "../../../src/x509/encode/extensions.js";
import type { SubjectAltNames } from "../../../src/x509/encode/general-name.js";
import { createRequest } from "../../../src/x509/encode/request.js";
import { type Extension, emptyName, type Name } from "../../../src/x509/model/name.js";
import { fromBase64, keyFixture, recorded, toBase64 } from "../recorded.js";

interface Row {
  readonly name: string;
  readonly key: string;
  readonly json: string;
  readonly request?: string;
  readonly error?: string;
}

interface Requested {
  CN?: string;
  serialnumber?: string;
  hosts?: string[];
  names?: { C?: string; ST?: string; L?: string; O?: string; OU?: string; E?: string; OID?: Record<string, string> }[];
  ca?: { pathlen?: number; pathlenzero?: boolean };
  delegation_enabled?: boolean;
  extensions?: { Id: string[]; Critical?: boolean; Value: string }[];
}

/** Makes arcs texts, because some are too large for JavaScript's numbers. */
function readRequested(json: string): Requested {
  return JSON.parse(json.replace(/"Id": \[([^\]]*)\]/g, (_, arcs) => `"Id": [${arcs.replace(/-?\d+/g, '"$&"')}]`));
}

function subjectOf({ CN = "", serialnumber = "", names = [] }: Requested): Name {
  const all = (key: "C" | "ST" | "L" | "O" | "OU") => names.flatMap((name) => name[key] ?? []);
  return {
    ...emptyName(),
    country: all("C"),
    province: all("ST"),
    locality: all("L"),
    organization: all("O"),
    organizationalUnit: all("OU"),
    commonName: CN,
    serialNumber: serialnumber,
    extraNames: names.flatMap(({ OID = {}, E }) => [
      ...Object.entries(OID).map(([type, value]) => ({ type, value })),
      ...(E === undefined ? [] : [{ type: "1.2.840.113549.1.9.1", value: E }]),
    ]),
  };
}

function namesOf(hosts: readonly string[]): SubjectAltNames {
  const ipAddresses = hosts.flatMap((host) => parseIp(host) ?? []);
  const isUri = (host: string) => host.includes("://");
  const isAddress = (host: string) => host.includes("@");
  return {
    dnsNames: hosts.filter((host) => !parseIp(host) && !isUri(host) && !isAddress(host)),
    emailAddresses: hosts.filter(isAddress),
    ipAddresses,
    uris: hosts.filter(isUri),
  };
}

function extensionsOf({ ca, delegation_enabled, extensions = [] }: Requested): Extension[] {
  const built: Extension[] = [];
  if (ca) {
    const { pathlen = 0, pathlenzero = false } = ca;
    const pathLen = pathlen === -1 || (pathlen === 0 && !pathlenzero) ? null : BigInt(pathlen);
    built.push(basicConstraints({ isCa: true, pathLen }));
  }
  if (delegation_enabled) built.push({ id: "1.3.6.1.4.1.44363.44", critical: false, value: Uint8Array.of(5, 0) });
  const own = extensions.map(({ Id, Critical = false, Value }) => ({
    id: Id.join("."),
    critical: Critical,
    value: fromBase64(Value),
  }));
  return [...built, ...own];
}

const rows = recorded<Row>("requests");

test.each(rows)("a request for $name is upstream's to the byte", async ({ key, json, request, error }) => {
  const requested = readRequested(json);
  const template = {
    subject: subjectOf(requested),
    ...namesOf(requested.hosts ?? []),
    extraExtensions: extensionsOf(requested),
  };
  const made = createRequest(template, await keyFixture(key));
  if (error !== undefined) await expect(made).rejects.toMatchObject({ name: "GoError", message: error });
  else expect(toBase64(await made)).toBe(request);
});
