import { GoError } from "../../go/errors.js";
import type { Handler, ServerRequest, ServerResponse } from "../../go/http/server/exchange.js";
import { notFound } from "../../go/http/server/serve-mux.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { indexPage } from "./index-page.js";
import { script } from "./script.js";
import { type PageFile, serveContent } from "./serve-content.js";

export interface PageRules {
  /** Whether there are pages; the releases of upstream that lack them say that a box is missing. */
  readonly hasPages: boolean;
}

const html = "text/html; charset=utf-8";
const listing = `<!doctype html>
<meta name="viewport" content="width=device-width">
<pre>
<a href="cfssl.js">cfssl.js</a>
</pre>
`;

/** Serves the pages for people: one page under the four paths of upstream, and its script. Throws GoError without them. */
export function createPages({ hasPages }: PageRules): Handler {
  if (!hasPages) throw new GoError('could not locate box "static"');
  const page = { type: html, bytes: encodeUtf8(indexPage) };
  const files = new Map<string, PageFile>([
    ["/bundle", page],
    ["/scan", page],
    ["/packages", page],
    ["/assets/cfssl.js", { type: "text/javascript; charset=utf-8", bytes: encodeUtf8(script) }],
  ]);
  return (request) => {
    const { path } = request.url;
    if (path === "/") return serveContent(request, page);
    if (path.endsWith("/index.html")) return redirectTo("./", request);
    if (path === "/assets") return redirectTo("assets/", request);
    if (path === "/assets/") return { status: 200, headers: [["Content-Type", html]], body: listing };
    const bare = path.replace(/\/$/, "");
    if (bare === "/index.html") return redirectTo("../index.html", request);
    const file = files.get(bare);
    if (!file) return notFound();
    return bare === path ? serveContent(request, file) : redirectTo(`../${bare.replace(/^.*\//, "")}`, request);
  };
}

/** Redirects to a path that is relative to the request's, as Go's file server does. */
function redirectTo(path: string, { url }: ServerRequest): ServerResponse {
  const location = url.rawQuery === "" ? path : `${path}?${url.rawQuery}`;
  return { status: 301, headers: [["Location", location]], body: "" };
}
