import { GoError } from "../errors.js";
import { quote } from "../strconv.js";
import { resolveReference } from "../url/resolve.js";
import { formatUrl, parseUrl, type Url } from "../url.js";
import type { Header, HttpRequest, HttpResponse, RoundTrip, TlsSettings } from "./message.js";

/** How to reach servers. */
export interface Route {
  readonly tls: TlsSettings;
  /** Chooses the proxy for a URL; null for none. */
  proxyFor(url: Url): Url | null;
}

export interface PostOptions extends Route {
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Whether to tell the first server that no other request follows. */
  readonly closes: boolean;
}

const maxRequests = 10;

/**
 * Posts to a URL and follows redirections as Go's http.Client does: after 301, 302 and 303 with a GET without body,
 * after 307 and 308 with the same request.
 *
 * @throws GoError with Go's text: `parse "…": …` if the text is not a URL, otherwise `Post "URL": …`
 */
export function post(text: string, options: PostOptions, roundTrip: RoundTrip): Promise<HttpResponse> {
  const { headers, body, closes, tls } = options;
  return follow("Post", text, { method: "POST", headers, body, closes, tls, proxy: null }, options, roundTrip);
}

/**
 * Gets a URL and follows redirections as Go's http.Client does.
 *
 * @throws GoError as post, with `Get "URL": …`
 */
export function get(text: string, route: Route, roundTrip: RoundTrip): Promise<HttpResponse> {
  const request = { method: "GET", headers: [], body: null, closes: false, tls: route.tls, proxy: null } as const;
  return follow("Get", text, request, route, roundTrip);
}

async function follow(
  verb: Verb,
  text: string,
  first: Omit<HttpRequest, "url">,
  { proxyFor }: Route,
  roundTrip: RoundTrip,
): Promise<HttpResponse> {
  const url = parseUrl(text);
  // Drop an empty port, as Go does.
  let request: HttpRequest = { ...first, url: { ...url, host: url.host.replace(/:$/, "") } };
  for (let sent = 1; ; sent++) {
    const response = await failingAt(verb, shownUrl(request.url), () => send(request, proxyFor, roundTrip));
    const location = response.header("Location");
    if (!isRedirection(response.code) || location === "") return response;
    const next = redirected(verb, request, response.code, location);
    if (sent === maxRequests) throw new GoError(`${verb} ${quote(location)}: stopped after ${maxRequests} redirects`);
    request = next;
  }
}

/** How errors name the method. */
type Verb = "Post" | "Get";

async function send(request: HttpRequest, proxyFor: Route["proxyFor"], roundTrip: RoundTrip): Promise<HttpResponse> {
  const { scheme, host } = request.url;
  if (scheme !== "http" && scheme !== "https") throw new GoError(`unsupported protocol scheme ${quote(scheme)}`);
  if (host === "") throw new GoError("http: no Host in request URL");
  return roundTrip({ ...request, proxy: proxyFor(request.url) });
}

function isRedirection(code: number): boolean {
  return [301, 302, 303, 307, 308].includes(code);
}

function redirected(verb: Verb, request: HttpRequest, code: number, location: string): HttpRequest {
  const url = resolveLocation(verb, request.url, location);
  const headers = request.headers.filter(([name]) => name !== "Referer");
  const isDowngrade = request.url.scheme === "https" && url.scheme === "http";
  if (!isDowngrade) headers.push(["Referer", formatUrl({ ...request.url, user: null })]);
  const following = { ...request, url, closes: false };
  if (code === 307 || code === 308) return { ...following, headers };
  return { ...following, headers, method: "GET", body: null };
}

function resolveLocation(verb: Verb, base: Url, location: string): Url {
  try {
    return resolveReference(base, location);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    const text = `failed to parse Location header ${quote(location)}: ${cause.message}`;
    throw new GoError(`${verb} ${quote(shownUrl(base))}: ${text}`, { cause });
  }
}

/** Formats the URL for errors, with stars instead of the password. */
function shownUrl(url: Url): string {
  const { user } = url;
  if (!user || user.password === null) return formatUrl(url);
  return formatUrl({ ...url, user: null }).replace("//", `//${user.username}:***@`);
}

async function failingAt<T>(verb: Verb, url: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`${verb} ${quote(url)}: ${cause.message}`, { cause }) : cause;
  }
}
