import { getServers } from "node:dns";
import type { Socket } from "node:net";
import { GoError } from "../../go/errors.js";

/** Go's texts for the operating system's error codes. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  ECONNABORTED: "software caused connection abort",
  EHOSTUNREACH: "no route to host",
  EHOSTDOWN: "host is down",
  ENETUNREACH: "network is unreachable",
  ENETDOWN: "network is down",
  ETIMEDOUT: "connection timed out",
  EADDRNOTAVAIL: "cannot assign requested address",
  EADDRINUSE: "address already in use",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EPIPE: "broken pipe",
};

/** The texts on Windows: Go shows those of the system. */
const windowsReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "No connection could be made because the target machine actively refused it.",
  ECONNRESET: "An existing connection was forcibly closed by the remote host.",
  ECONNABORTED: "An established connection was aborted by the software in your host machine.",
  EHOSTUNREACH: "A socket operation was attempted to an unreachable host.",
  ENETUNREACH: "A socket operation was attempted to an unreachable network.",
  ENETDOWN: "A socket operation encountered a dead network.",
  ETIMEDOUT:
    "A connection attempt failed because the connected party did not properly respond after a period of time, " +
    "or established connection failed because connected host has failed to respond.",
  EADDRNOTAVAIL: "The requested address is not valid in its context.",
  EADDRINUSE: "Only one usage of each socket address (protocol/network address/port) is normally permitted.",
  EACCES: "An attempt was made to access a socket in a way forbidden by its access permissions.",
};

/** Go names the call that failed. On Windows the calls have other names. */
const windowsCalls: Readonly<Record<string, string>> = { connect: "connectex", read: "wsarecv", write: "wsasend" };

/** Go's names for the alerts of TLS (RFC 8446 §6), by their names in the runtime's error codes. */
const alerts: Readonly<Record<string, string>> = {
  UNEXPECTED_MESSAGE: "unexpected message",
  BAD_RECORD_MAC: "bad record MAC",
  RECORD_OVERFLOW: "record overflow",
  HANDSHAKE_FAILURE: "handshake failure",
  BAD_CERTIFICATE: "bad certificate",
  UNSUPPORTED_CERTIFICATE: "unsupported certificate",
  CERTIFICATE_REVOKED: "revoked certificate",
  CERTIFICATE_EXPIRED: "expired certificate",
  CERTIFICATE_UNKNOWN: "unknown certificate",
  ILLEGAL_PARAMETER: "illegal parameter",
  UNKNOWN_CA: "unknown certificate authority",
  ACCESS_DENIED: "access denied",
  DECODE_ERROR: "error decoding message",
  DECRYPT_ERROR: "error decrypting message",
  PROTOCOL_VERSION: "protocol version not supported",
  INSUFFICIENT_SECURITY: "insufficient security level",
  INTERNAL_ERROR: "internal error",
  UNRECOGNIZED_NAME: "unrecognized name",
  CERTIFICATE_REQUIRED: "certificate required",
  NO_APPLICATION_PROTOCOL: "no application protocol",
};

export interface SystemError extends NodeJS.ErrnoException {
  readonly address?: string;
  /** One error per address, if several were tried. */
  readonly errors?: readonly SystemError[];
}

/** The error for a connection that could not be made, in the words of Go's net.Dial. */
export function dialError(cause: SystemError, host: string, port: number): GoError {
  const [first = cause] = cause.errors ?? [];
  if (first.code === "ENOTFOUND") return lookupError(host, "no such host", cause);
  if (first.code === "EAI_AGAIN") return lookupError(host, "server misbehaving", cause);
  const where = hostAndPort(first.address ?? host, port);
  return new GoError(`dial tcp ${where}: ${failedCall("connect", first)}`, { cause });
}

/**
 * Whether Go asks a DNS server about this text. It must be a domain name and not just digits and dots: Go takes `127.1`
 * neither for a name nor for an address.
 */
export function isDomainName(text: string): boolean {
  const labels = text.replace(/\.$/, "").split(".");
  const areFine = labels.every((label) => /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/.test(label));
  return text.length <= 254 && areFine && /[A-Za-z_-]/.test(text);
}

/** The error for a host without an address, in the words of Go's resolver, which names the DNS server. */
export function lookupError(host: string, reason: string, cause?: Error): GoError {
  return new GoError(`dial tcp: ${lookupFailure(host, reason)}`, { cause });
}

/** `lookup a.example on 127.0.0.1:53: no such host` */
export function lookupFailure(host: string, reason: string): string {
  // On Windows the system asks for Go, and does not tell which server it asked.
  const [server = ""] = isDomainName(host) && process.platform !== "win32" ? getServers() : [];
  const address = /^(?:\[.*\]|[\d.]+):\d+$/.test(server) ? server : hostAndPort(server, 53);
  return `lookup ${host}${server === "" ? "" : ` on ${address}`}: ${reason}`;
}

/**
 * The error for a connection that failed in use, in Go's words.
 *
 * @param ends both ends of the connection, as in `127.0.0.1:40000->127.0.0.1:80`
 */
export function connectionError(cause: NodeJS.ErrnoException, ends: string): GoError {
  const [, alert = ""] = /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13)_ALERT_(\w+)$/.exec(cause.code ?? "") ?? [];
  if (alert !== "") return new GoError(`remote error: tls: ${alerts[alert] ?? alert.toLowerCase()}`, { cause });
  if (/WRONG_VERSION_NUMBER/.test(cause.code ?? "")) {
    return new GoError("http: server gave HTTP response to HTTPS client", { cause });
  }
  if (/KEY_USAGE_BIT_INCORRECT/.test(cause.message)) {
    const remedy = "issue it with digital signature, or use the programs for Node";
    return new GoError(`tls: server's certificate has a key usage without digital signature: ${remedy}`, { cause });
  }
  const { syscall = "" } = cause;
  // The runtime also reports a reset when the server hangs up between two messages.
  if (cause.code === "ECONNRESET" && syscall === "") return new GoError("EOF", { cause });
  if (syscall !== "read" && syscall !== "write") return new GoError(cause.message, { cause });
  return new GoError(`${syscall} tcp ${ends}: ${failedCall(syscall, cause)}`, { cause });
}

/** `connect: connection refused`: the system call and why it failed. */
export function failedCall(
  call: string,
  { code = "", message }: NodeJS.ErrnoException,
  platform = process.platform,
): string {
  if (platform !== "win32") return `${call}: ${reasons[code] ?? message}`;
  return `${windowsCalls[call] ?? call}: ${windowsReasons[code] ?? message}`;
}

/** `host:port`, with brackets around an IPv6 address. */
export function hostAndPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Both ends of a connection, as in `127.0.0.1:40000->127.0.0.1:80`. */
export function endsOf({ localAddress = "", localPort = 0, remoteAddress = "", remotePort = 0 }: Socket): string {
  return `${hostAndPort(localAddress, localPort)}->${hostAndPort(remoteAddress, remotePort)}`;
}
