import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Who may have certificates.
 *
 * @typedef {object} Caller
 * @property {string} name the common name of its certificates, whatever its requests say
 * @property {readonly string[]} profiles the profiles that it may use
 * @property {string} [tokenSha256] SHA-256 of its bearer token, in hexadecimal; the token itself is kept nowhere
 */

/**
 * Finds the caller of a request; null for a stranger.
 *
 * @typedef {(request: import("node:http").IncomingMessage) => Caller | null} Authenticate
 */

/**
 * Callers prove who they are by `Authorization: Bearer TOKEN`.
 *
 * @param {readonly Caller[]} callers
 * @returns {Authenticate}
 */
export function byToken(callers) {
  return ({ headers: { authorization = "" } }) => {
    const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
    if (token === undefined) return null;
    const digest = createHash("sha256").update(token).digest();
    return callers.find(({ tokenSha256 }) => isSame(digest, Buffer.from(tokenSha256 ?? "", "hex"))) ?? null;
  };
}

/**
 * Callers prove who they are by a client certificate. The https server must be made with `requestCert: true` and, as
 * `ca`, the CA that issues these certificates and no others.
 *
 * @param {readonly Caller[]} callers
 * @returns {Authenticate}
 */
export function byClientCertificate(callers) {
  return ({ socket }) => {
    if (!("authorized" in socket) || socket.authorized !== true) return null;
    const { subject } = /** @type {import("node:tls").TLSSocket} */ (socket).getPeerCertificate();
    return callers.find(({ name }) => name === subject.CN) ?? null;
  };
}

/**
 * @param {Buffer} a
 * @param {Buffer} b
 */
function isSame(a, b) {
  return a.length === b.length && timingSafeEqual(a, b);
}
