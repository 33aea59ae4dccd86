import { GoError } from "../../errors.js";
import { splitHostPort } from "../../net.js";
import { escapeUrl } from "../../url/escape.js";
import type { Url } from "../../url.js";
import { encodeUtf8 } from "../../utf8.js";
import { type Handler, plainTextError, type ServerRequest, type ServerResponse } from "./exchange.js";

/**
 * Routes requests by their paths as Go's http.ServeMux did before 1.22. A pattern that ends with a slash takes all
 * paths under it, and of several the longest wins; any other takes one path. A pattern that does not begin with a slash
 * names the host too, and goes before the others. Paths are compared after unescaping, and a request for a path that is
 * not clean is redirected.
 *
 * @param handlers by pattern
 */
export function createServeMux(handlers: ReadonlyMap<string, Handler>): Handler {
  const trees = [...handlers.keys()].filter((pattern) => pattern.endsWith("/"));
  trees.sort((a, b) => b.length - a.length);
  const namesHosts = [...handlers.keys()].some((pattern) => !pattern.startsWith("/"));
  const match = (path: string): Handler | undefined =>
    handlers.get(path) ?? handlers.get(trees.find((pattern) => path.startsWith(pattern)) ?? "");
  const lacksSlash = (host: string, path: string): boolean => {
    if (path === "") return false;
    const forms = namesHosts ? [path, host + path] : [path];
    return !forms.some((form) => handlers.has(form)) && forms.some((form) => handlers.has(`${form}/`));
  };
  return (request) => {
    const { target, method, url } = request;
    if (target === "*") return refuseStar(request);
    const isConnect = method === "CONNECT";
    const host = isConnect ? request.host : withoutPort(request.host);
    const path = isConnect ? url.path : cleanPath(url.path);
    if (lacksSlash(isConnect ? url.host : host, path)) return redirect(request, `${path}/`, url);
    if (path !== url.path) return redirect(request, path, url);
    const handler = (namesHosts ? match(host + path) : undefined) ?? match(path) ?? notFound;
    return handler(request);
  };
}

/** The host without its port; as it is if it has none. */
function withoutPort(host: string): string {
  if (!host.includes(":")) return host;
  try {
    return splitHostPort(host).host;
  } catch (cause) {
    if (cause instanceof GoError) return host;
    throw cause;
  }
}

/** Go's http.NotFound. */
export function notFound(): ServerResponse {
  return plainTextError(404, "404 page not found");
}

function refuseStar({ protocol }: ServerRequest): ServerResponse {
  return { status: 400, headers: protocol >= "HTTP/1.1" ? [["Connection", "close"]] : [], body: "" };
}

/** Makes a path absolute and removes empty and dot segments, but keeps the slash at its end. */
function cleanPath(path: string): string {
  if (!/\/\/|\/\.|^[^/]|^$/.test(path)) return path;
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  return path.endsWith("/") && kept.length > 0 ? `/${kept.join("/")}/` : `/${kept.join("/")}`;
}

function redirect({ method }: ServerRequest, path: string, { rawQuery }: Url): ServerResponse {
  const location = escapeUrl(path, "path") + (rawQuery === "" ? "" : `?${rawQuery}`);
  const hasPage = method === "GET" || method === "HEAD";
  return {
    status: 301,
    headers: [
      ...(hasPage ? [["Content-Type", "text/html; charset=utf-8"] as const] : []),
      ["Location", escapeNonAscii(location)],
    ],
    body: method === "GET" ? `<a href="${escapeHtml(location)}">Moved Permanently</a>.\n\n` : "",
  };
}

function escapeNonAscii(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return Array.from(encodeUtf8(text), (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16)}`,
  ).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}
