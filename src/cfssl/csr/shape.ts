import { unmarshal } from "../../go/json/decode.js";
import { bool, bytes, type Infer, iface, int, map, pointer, slice, string, struct } from "../../go/json/index.js";

export interface RequestShapeRules {
  /** Whether Go holds `key` in an interface, as it does before cfssl 1.3. An interface that is null takes no object. */
  readonly keyIsInterface: boolean;
  /** Whether the members added after 1.2.0 are read. Otherwise they are unknown keys. */
  readonly laterRequestMembers: boolean;
}

/** The shape of an entry of `names`. */
export function nameShape(rules: Pick<RequestShapeRules, "laterRequestMembers">) {
  const later = (key: string) => (rules.laterRequestMembers ? key : "-");
  return struct("csr.Name", {
    country: ["C", string()],
    province: ["ST", string()],
    locality: ["L", string()],
    organization: ["O", string()],
    organizationalUnit: ["OU", string()],
    emailAddress: [later("E"), string()],
    serialNumber: ["SerialNumber", string()],
    attributes: [later("OID"), map(string())],
  });
}

/** The shape of a certificate request in JSON. `cfssl print-defaults csr` shows an example. */
export function requestShape(rules: RequestShapeRules) {
  const later = (key: string) => (rules.laterRequestMembers ? key : "-");
  const members = { algorithm: ["algo", string()], size: ["size", int()] } as const;
  const keyRequest = rules.keyIsInterface
    ? iface("csr.KeyRequest", struct("csr.BasicKeyRequest", members))
    : pointer(struct("csr.KeyRequest", members));
  const caConfig = struct("csr.CAConfig", {
    pathLength: ["pathlen", int()],
    pathLengthZero: ["pathlenzero", bool()],
    expiry: ["expiry", string()],
    backdate: [later("backdate"), string()],
  });
  const extension = struct("pkix.Extension", {
    id: ["Id", slice(int(), "asn1.ObjectIdentifier")],
    critical: ["Critical", bool()],
    value: ["Value", bytes()],
  });
  return struct("csr.CertificateRequest", {
    commonName: ["CN", string()],
    names: ["names", slice(nameShape(rules))],
    hosts: ["hosts", slice(string())],
    key: ["key", keyRequest],
    ca: ["ca", pointer(caConfig)],
    serialNumber: ["serialnumber", string()],
    delegationEnabled: [later("delegation_enabled"), bool()],
    extensions: [later("extensions"), slice(extension)],
    crlUrl: [later("crl_url"), string()],
  });
}

/** A certificate request as its JSON says it. All members are present, with Go's zero values for absent ones. */
export type RequestSpec = Infer<ReturnType<typeof requestShape>>;
export type KeyRequest = NonNullable<RequestSpec["key"]>;
export type CaConfig = NonNullable<RequestSpec["ca"]>;
export type RequestName = NonNullable<RequestSpec["names"]>[number];

/** The key for a request that does not ask for one. */
export function defaultKeyRequest(): KeyRequest {
  return { algorithm: "ecdsa", size: 256n };
}

/** A request with the default key and nothing else. */
export function emptyRequest(): RequestSpec {
  return {
    commonName: "",
    names: null,
    hosts: null,
    key: defaultKeyRequest(),
    ca: null,
    serialNumber: "",
    delegationEnabled: false,
    extensions: null,
    crlUrl: "",
  };
}

/**
 * Reads a request's JSON as upstream does (see go/json).
 *
 * @throws GoError with encoding/json's text
 */
export function decodeRequest(data: Uint8Array, rules: RequestShapeRules): RequestSpec {
  return unmarshal(data, requestShape(rules), emptyRequest());
}
