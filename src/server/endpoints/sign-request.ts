import { splitHosts } from "../../cfssl/hosts.js";
import type { Terms } from "../../cfssl/signer/signer.js";
import { subjectShape } from "../../cfssl/signer/subject.js";
import { unmarshal } from "../../go/json/decode.js";
import { bool, type Infer, pointer, slice, string, struct } from "../../go/json/index.js";
import { bigInteger } from "../big-integer.js";
import type { ServerContext } from "../context.js";

type RequestContext = Pick<ServerContext, "rules" | "release">;

function signRequestShape({ rules, release }: RequestContext) {
  return struct("signhandler.jsonSignRequest", {
    hostname: ["hostname", string()],
    hosts: ["hosts", slice(string())],
    request: ["certificate_request", string()],
    subject: ["subject", pointer(subjectShape(rules))],
    profile: ["profile", string()],
    label: ["label", string()],
    serial: ["serial", pointer(bigInteger)],
    wantsBundle: [release.server.bundlesIssued ? "bundle" : "-", bool()],
  });
}

/** What a client sends to have a request signed. Other members are ignored, as upstream does. */
export type SignRequest = Infer<ReturnType<typeof signRequestShape>>;

/** Reads the JSON of a sign request. Throws GoError with encoding/json's text. */
export function decodeSignRequest(body: Uint8Array, context: RequestContext): SignRequest {
  return unmarshal(body, signRequestShape(context));
}

/** The terms that a sign request asks for. A `hostname` takes the place of the hosts. */
export function termsOf({ hostname, hosts, subject, profile, label, serial }: SignRequest): Terms {
  return { hosts: splitHosts(hostname) ?? hosts, subject, profile, label, serial };
}
