import { CfsslError } from "cfssl-ts";

/** An answer other than 200. `code` is cfssl's number where cfssl has one, or else the HTTP status, as in its API. */
class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {{ code?: number, headers?: Record<string, string> }} [more]
   */
  constructor(status, message, { code = status, headers = {} } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** @typedef {{ event: string, caller?: string, profile?: string, certificate?: string, error?: string }} AuditEntry */

/**
 * Makes a handler for `node:http` and `node:https` that issues certificates:
 *
 *     POST /sign/PROFILE    the body is a certificate request (PKCS #10) in PEM
 *
 * It answers in the form of cfssl's API: `{"success":true,"result":{"certificate":"-----BEGIN …"},…}`.
 *
 * @param {object} options
 * @param {import("cfssl-ts").LocalSigner} options.signer
 * @param {import("./callers.js").Authenticate} options.authenticate
 * @param {(entry: AuditEntry) => void} options.audit gets a record of each certificate, and of each internal error
 * @param {number} [options.maxBytes] the most that a request may have
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => Promise<void>}
 */
export function createSignHandler({ signer, authenticate, audit, maxBytes = 16 * 1024 }) {
  return async (request, response) => {
    try {
      const { caller, profile } = authorize(request, authenticate);
      const csr = await readBody(request, maxBytes);
      const { cert } = await signer.sign(csr, { profile, subject: { CN: caller.name } });
      audit({ event: "issued", caller: caller.name, profile, certificate: cert });
      answer(response, 200, { success: true, result: { certificate: cert }, errors: [], messages: [] });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.status === 500) audit({ event: "failed", error: String(error) });
      const errors = [{ code: refusal.code, message: refusal.message }];
      answer(response, refusal.status, { success: false, result: null, errors, messages: [] }, refusal.headers);
    }
  };
}

/**
 * All that can be refused before the body is read.
 *
 * @param {import("node:http").IncomingMessage} request
 * @param {import("./callers.js").Authenticate} authenticate
 */
function authorize(request, authenticate) {
  const [, profile] = /^\/sign\/([\w-]+)$/.exec(request.url ?? "") ?? [];
  if (profile === undefined) throw new Refusal(404, "Not found: POST /sign/PROFILE");
  if (request.method !== "POST") throw new Refusal(405, "Method is not POST", { headers: { Allow: "POST" } });
  const caller = authenticate(request);
  if (!caller) throw new Refusal(401, "Who are you?", { headers: { "WWW-Authenticate": "Bearer" } });
  // To cfssl an unknown profile means the default one. Here it is refused, and so is one that is not the caller's.
  if (!caller.profiles.includes(profile)) throw new Refusal(403, "Unknown policy profile", { code: 5400 });
  return { caller, profile };
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {number} maxBytes
 */
async function readBody(request, maxBytes) {
  const tooLarge = new Refusal(413, `The request has more than ${maxBytes} bytes`);
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge;
  const parts = [];
  let length = 0;
  try {
    // A plain `for await` would destroy the connection when it stops early, and the answer with it.
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      length += part.length;
      if (length > maxBytes) break;
      parts.push(part);
    }
  } catch {
    throw new Refusal(400, "The request was cut off");
  }
  if (length > maxBytes) throw tooLarge;
  return Buffer.concat(parts);
}

/** @param {unknown} error */
function refusalOf(error) {
  if (error instanceof Refusal) return error;
  // Policy (5000 to 5999) says no to a request that is well-formed; anything else of cfssl's is a bad request.
  if (error instanceof CfsslError) {
    const isPolicy = error.reason.startsWith("policy.");
    return new Refusal(isPolicy ? 403 : 400, error.message, { code: error.code });
  }
  return new Refusal(500, "Internal error");
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {object} body
 * @param {Record<string, string>} [headers]
 */
function answer(response, status, body, headers = {}) {
  // Node reads the rest of a refused body and drops it; the server's requestTimeout limits how long that takes.
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(`${JSON.stringify(body)}\n`);
}
