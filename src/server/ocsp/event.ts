import { encodeBase64 } from "../../go/base64.js";
import { encodeHex } from "../../go/hex.js";
import type { Header } from "../../go/http/message.js";
import type { ServerRequest } from "../../go/http/server/exchange.js";
import { type JsonRules, marshal } from "../../go/json/encode.js";
import { formatRfc3339 } from "../../go/time/moment.js";
import type { CertId } from "../../x509/model/ocsp.js";

/** What the last debug line of a request tells of it. */
export interface OcspEvent {
  readonly request: ServerRequest;
  /** The body of a POST; null for other methods. */
  readonly body: Uint8Array | null;
  /** What the request asks about; null if that was not found out. */
  readonly certId: CertId | null;
  /** The headers of the answer. */
  readonly headers: readonly Header[];
  /** Milliseconds since 1970 (UTC). */
  readonly received: number;
  readonly answered: number;
  /** How many minutes the user's time zone is east of UTC. */
  readonly zone: number;
}

/** The event as JSON. What is empty is left out. */
export function formatOcspEvent(event: OcspEvent, rules: JsonRules): string {
  const { request, body, certId, headers, received, answered, zone } = event;
  const { remoteAddress, method, url } = request;
  const when = { seconds: Math.floor(received / 1000), nanos: (received % 1000) * 1e6 };
  const members = {
    ip: remoteAddress,
    ua: request.headers.get("user-agent")?.[0],
    method,
    path: url.path,
    body: body ? encodeBase64(body) : "",
    received: formatRfc3339(when, zone),
    took: (answered - received) * 1e6,
    headers: new Map(headers.map(([name, value]) => [name, [value]])),
    ...(certId ? certIdMembers(certId) : {}),
  };
  const kept = Object.entries(members).filter(([, value]) => value !== "" && value !== undefined);
  return marshal(Object.fromEntries(kept), rules);
}

function certIdMembers({ hash, issuerNameHash, issuerKeyHash, serial }: CertId) {
  return {
    serial: magnitude(serial),
    issuerKeyHash: encodeHex(issuerKeyHash),
    issuerNameHash: encodeHex(issuerNameHash),
    hashAlg: hash.replace("-", ""),
  };
}

/** The bytes of a number without its sign, in hexadecimal; none for 0. */
function magnitude(serial: bigint): string {
  const digits = serial === 0n ? "" : (serial < 0n ? -serial : serial).toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}
