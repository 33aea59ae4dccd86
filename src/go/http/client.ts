import { GoError } from "../errors.js";
import { quote } from "../strconv.js";
import { resolveReference } from "../url/resolve.js";
import { formatUrl, parseUrl, type Url } from "../url.js";
import type { Header, HttpRequest, HttpResponse, RoundTrip, TlsSettings } from "./message.js";

export interface PostOptions {
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Whether to tell the first server that no other request follows. */
  readonly closes: boolean;
  readonly tls: TlsSettings;
  /** Chooses the proxy for a URL; null for none. */
  proxyFor(url: Url): Url | null;
}

const maxRequests = 10;

/**
 * Posts to a URL and follows redirections as Go's http.Client does: after 301, 302 and 303 with a GET without body,
 * after 307 and 308 with the same request.
 *
 * @throws GoError with Go's text: `parse "…": …` if the text is not a URL, otherwise `Post "URL": …`
 */
export async function post(url: string, options: PostOptions, roundTrip: RoundTrip): Promise<HttpResponse> {
  let request = firstRequest(url, options);
  for (let sent = 1; ; sent++) {
    const response = await failingAt(shownUrl(request.url), () => send(request, options, roundTrip));
    const location = response.header("Location");
    if (!isRedirection(response.code) || location === "") return response;
    const next = redirected(request, response.code, location);
    if (sent === maxRequests) throw new GoError(`Post ${quote(location)}: stopped after ${maxRequests} redirects`);
    request = next;
  }
}

function firstRequest(text: string, { headers, body, closes, tls }: PostOptions): HttpRequest {
  const url = parseUrl(text);
  // Drop an empty port, as Go does.
  return {
    method: "POST",
    headers,
    body,
    closes,
    tls,
    proxy: null,
    url: { ...url, host: url.host.replace(/:$/, "") },
  };
}

async function send(request: HttpRequest, { proxyFor }: PostOptions, roundTrip: RoundTrip): Promise<HttpResponse> {
  const { scheme, host } = request.url;
  if (scheme !== "http" && scheme !== "https") throw new GoError(`unsupported protocol scheme ${quote(scheme)}`);
  if (host === "") throw new GoError("http: no Host in request URL");
  return roundTrip({ ...request, proxy: proxyFor(request.url) });
}

function isRedirection(code: number): boolean {
  return [301, 302, 303, 307, 308].includes(code);
}

function redirected(request: HttpRequest, code: number, location: string): HttpRequest {
  const url = resolveLocation(request.url, location);
  const headers = request.headers.filter(([name]) => name !== "Referer");
  const isDowngrade = request.url.scheme === "https" && url.scheme === "http";
  if (!isDowngrade) headers.push(["Referer", formatUrl({ ...request.url, user: null })]);
  const following = { ...request, url, closes: false };
  if (code === 307 || code === 308) return { ...following, headers };
  return { ...following, headers, method: "GET", body: null };
}

function resolveLocation(base: Url, location: string): Url {
  try {
    return resolveReference(base, location);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    const text = `failed to parse Location header ${quote(location)}: ${cause.message}`;
    throw new GoError(`Post ${quote(shownUrl(base))}: ${text}`, { cause });
  }
}

/** Formats the URL for errors, with stars instead of the password. */
function shownUrl(url: Url): string {
  const { user } = url;
  if (!user || user.password === null) return formatUrl(url);
  return formatUrl({ ...url, user: null }).replace("//", `//${user.username}:***@`);
}

async function failingAt<T>(url: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`Post ${quote(url)}: ${cause.message}`, { cause }) : cause;
  }
}
