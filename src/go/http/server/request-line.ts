import { GoError } from "../../errors.js";
import { parseRequestUri, plainPathUrl, type Url } from "../../url.js";

/** The first line of a request (RFC 9112 §3). */
export interface RequestLine {
  readonly method: string;
  readonly target: string;
  readonly url: Url;
  readonly protocol: string;
  readonly major: number;
  readonly minor: number;
}

/** Parses a request line as Go's http.ReadRequest does. Throws GoError; the server answers with 400 to all of them. */
export function parseRequestLine(line: string): RequestLine {
  const first = line.indexOf(" ");
  const second = line.indexOf(" ", first + 1);
  if (first < 0 || second < 0) throw new GoError("malformed HTTP request");
  const method = line.slice(0, first);
  const target = line.slice(first + 1, second);
  const protocol = line.slice(second + 1);
  if (!isMethod(method)) throw new GoError("invalid method");
  const version = versions[protocol] ?? parseVersion(protocol);
  return { method, target, url: parseTarget(method, target), protocol, ...version };
}

const versions: Readonly<Record<string, { readonly major: number; readonly minor: number }>> = {
  "HTTP/1.1": { major: 1, minor: 1 },
  "HTTP/1.0": { major: 1, minor: 0 },
};

function parseVersion(protocol: string): { readonly major: number; readonly minor: number } {
  const [, major, minor] = /^HTTP\/(\d)\.(\d)$/.exec(protocol) ?? [];
  if (major === undefined) throw new GoError("malformed HTTP version");
  return { major: Number(major), minor: Number(minor) };
}

function isMethod(method: string): boolean {
  return method === "GET" || method === "POST" || /^[\w!#$%&'*+\-.^`|~]+$/.test(method);
}

function parseTarget(method: string, target: string): Url {
  if (method === "CONNECT" && !target.startsWith("/")) {
    return { ...parseRequestUri(`http://${target}`), scheme: "" };
  }
  return plainPathUrl(target) ?? parseRequestUri(target);
}
