import { escapedPath, parsePath, parseUrl, type Url } from "../url.js";

/**
 * Resolves a reference against `base` (RFC 3986 §5.2) as Go's URL.Parse does. The fragment comes from the reference
 * alone. Throws GoError with Go's text if the text is not a reference.
 */
export function resolveReference(base: Url, text: string): Url {
  const reference = parseUrl(text);
  const url = reference.scheme === "" ? { ...reference, scheme: base.scheme } : reference;
  if (reference.scheme !== "" || reference.host !== "" || reference.user !== null) {
    return { ...url, ...parsePath(removeDotSegments(escapedPath(reference))) };
  }
  const keepsQuery = reference.path === "" && !reference.forceQuery && reference.rawQuery === "";
  return {
    ...url,
    user: base.user,
    host: base.host,
    omitHost: false,
    rawQuery: keepsQuery ? base.rawQuery : reference.rawQuery,
    ...parsePath(removeDotSegments(mergePaths(escapedPath(base), escapedPath(reference)))),
  };
}

/** RFC 3986 §5.2.3. */
function mergePaths(base: string, reference: string): string {
  if (reference === "") return base;
  return reference.startsWith("/") ? reference : base.slice(0, base.lastIndexOf("/") + 1) + reference;
}

/** RFC 3986 §5.2.4. The result is an absolute path. */
function removeDotSegments(path: string): string {
  if (path === "") return "";
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== ".") kept.push(segment);
  }
  if (/(?:^|\/)\.\.?$/.test(path)) kept.push("");
  return `/${kept.join("/").replace(/^\//, "")}`;
}
