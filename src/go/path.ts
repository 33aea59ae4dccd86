/** Paths with slashes, as Go's package path/filepath treats them on Unix. */

/** The shortest path that names the same file by its text alone: without empty parts, `.` and what `..` takes back. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    const isBack = part === ".." && parts.length > 0 && parts.at(-1) !== "..";
    if (isBack) parts.pop();
    else if (part !== ".." || !isRooted) parts.push(part);
  }
  return (isRooted ? "/" : "") + parts.join("/") || ".";
}

/** Joins the parts that are not empty. An absolute part is joined like any other. */
export function joinPath(...parts: readonly string[]): string {
  const present = parts.filter((part) => part !== "");
  return present.length === 0 ? "" : cleanPath(present.join("/"));
}

/** The folder of a path; `.` if it has none. */
export function directory(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf("/") + 1));
}
