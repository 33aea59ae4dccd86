import { objectIdentifier, timeShape } from "../../cfssl/config/shape.js";
import { subjectShape } from "../../cfssl/signer/subject.js";
import { unmarshal } from "../../go/json/decode.js";
import { any, bool, type Infer, map, pointer, slice, string, struct } from "../../go/json/index.js";
import { bigInteger } from "../big-integer.js";
import type { ServerContext } from "../context.js";

function signRequestShape(rules: ServerContext["rules"]) {
  const extension = struct("signer.Extension", {
    id: ["id", objectIdentifier],
    critical: ["critical", bool()],
    value: ["value", string()],
  });
  return struct("signer.SignRequest", {
    hosts: ["hosts", slice(string())],
    request: ["certificate_request", string()],
    subject: ["subject", pointer(subjectShape(rules))],
    profile: ["profile", string()],
    crlUrl: ["crl_override", string()],
    label: ["label", string()],
    serial: ["serial", pointer(bigInteger)],
    extensions: ["extensions", slice(extension)],
    notBefore: ["NotBefore", timeShape(rules.time)],
    notAfter: ["NotAfter", timeShape(rules.time)],
    returnsPrecertificate: ["ReturnPrecert", bool()],
    metadata: ["metadata", map(any())],
  });
}

/** What a client of a server of several CAs sends: all that a signer can be told. */
export type FullSignRequest = Infer<ReturnType<typeof signRequestShape>>;

/** Reads the JSON of such a request. Throws GoError with encoding/json's text. */
export function decodeFullSignRequest(body: Uint8Array, rules: ServerContext["rules"]): FullSignRequest {
  return unmarshal(body, signRequestShape(rules));
}
