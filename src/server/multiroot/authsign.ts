import { errorText, isExpected } from "../../cfssl/errors.js";
import type { CaSigner } from "../../cfssl/signer/signer.js";
import { GoError } from "../../go/errors.js";
import type { Handler, ServerRequest, ServerResponse } from "../../go/http/server/exchange.js";
import { marshal } from "../../go/json/encode.js";
import { decodePem } from "../../go/pem.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { parseCertificate } from "../../x509/parse/index.js";
import type { ServerContext } from "../context.js";
import { decodeAuthenticated, isAuthentic } from "../endpoints/authsign.js";
import { dumpRequest } from "./dump-request.js";
import type { SigningCounts } from "./metrics.js";
import { isPermitted, type Network } from "./networks.js";
import { decodeFullSignRequest, type FullSignRequest } from "./sign-request.js";

/** A CA that signs under a label. */
export interface LabelledSigner {
  readonly signer: CaSigner;
  readonly networks: readonly Network[] | null;
}

/** The CAs of a server, and the label for requests without one. */
export interface Roots {
  readonly byLabel: ReadonlyMap<string, LabelledSigner>;
  readonly defaultLabel: string;
}

export interface MultirootContext extends Pick<ServerContext, "log" | "rules"> {
  readonly counts: SigningCounts;
  /** Writes to standard output. */
  print(text: string): void;
}

/** Why a request is refused. The client gets the message, the log the detail as well. */
class Refused extends Error {
  readonly status: number;
  readonly detail: string;

  constructor(status: number, message: string, detail = "") {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

/** The code of every error. */
const code = 1;
const guessedType = "text/plain; charset=utf-8";

/** Signs requests with a token by the CA of their label. */
export function createMultirootSigner(roots: Roots, context: MultirootContext): Handler {
  const { log, rules, counts, print } = context;
  return async (request) => {
    try {
      return answer(200, { success: true, result: await sign(request, roots, context), errors: [], messages: [] });
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      const { status, message, detail } = cause;
      log.error(`[HTTP ${status}] ${code} - ${message}${detail === "" ? "" : ` (${detail})`}`);
      counts.countBadInput();
      // A body that somebody has read is no longer there to be shown.
      print(dumpRequest(request, await request.readBody()));
      return answer(status, { success: false, result: null, errors: [{ code, message }], messages: [] });
    }
  };

  function answer(status: number, envelope: Parameters<typeof marshal>[0]): ServerResponse {
    return { status, headers: [], body: `${marshal(envelope, rules.json)}\n`, guessedType };
  }
}

async function sign(request: ServerRequest, roots: Roots, context: MultirootContext) {
  const { log, rules, counts } = context;
  if (request.method !== "POST") throw new Refused(405, "only POST is permitted");
  const body = await refuse(500, "while reading request body", () => request.readBody());
  const authenticated = await refuse(400, "while unmarshaling request body", () => decodeAuthenticated(body));
  const inner = authenticated.request ?? new Uint8Array();
  const asked = await refuse(400, "while unmarshalling authenticated request", () =>
    decodeFullSignRequest(inner, rules),
  );
  const label = asked.label || roots.defaultLabel;
  const root = roots.byLabel.get(label);
  if (root && !isPermitted(request.remoteAddress, root.networks)) {
    throw new Refused(403, "not authorised", "because IP is not whitelisted");
  }
  if (!root) throw new Refused(400, "bad request", `request is for non-existent label ${label}`);
  counts.countRequest(label);
  const { signer } = root;
  const { profiles, default: fallback } = signer.policy;
  const { profile: name } = asked;
  const profile = name === "" || profiles.size === 0 ? fallback : profiles.get(name);
  if (!profile) throw new Refused(400, "invalid profile", `failed to look up profile with name: ${name}`);
  if (!profile.provider) throw new Refused(401, "authorisation required", "received unauthenticated request");
  if (!(await isAuthentic(authenticated, profile))) {
    throw new Refused(400, "invalid token", "received authenticated request with invalid token");
  }
  if (asked.request === "") throw new Refused(400, "invalid request", "empty request");
  const certificate = await signer.sign(asked.request, termsOf(asked)).catch((cause: unknown) => {
    if (!isExpected(cause)) throw cause;
    counts.countError(label);
    throw new Refused(400, "bad request", `signature failed: ${errorText(cause, rules.json)}`);
  });
  const serial = serialOf(certificate, context);
  log.info(`signature: requester=${request.remoteAddress}, label=${label}, profile=${name}, serialno=${serial}`);
  return { certificate };
}

function termsOf({ hosts, subject, profile, crlUrl, label, serial, ...asked }: FullSignRequest) {
  const { extensions, notBefore, notAfter, metadata } = asked;
  return { hosts, subject, profile, crlUrl, label, serial, extensions, notBefore, notAfter, metadata };
}

function serialOf(pem: string, { rules }: MultirootContext): bigint {
  const der = decodePem(encodeUtf8(pem))?.block.bytes ?? new Uint8Array();
  return parseCertificate(der, rules.parser).serialNumber;
}

async function refuse<T>(status: number, detail: string, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw cause instanceof GoError ? new Refused(status, cause.message, detail) : cause;
  }
}
