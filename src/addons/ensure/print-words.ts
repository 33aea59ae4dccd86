import { word } from "../check/mend/shell.js";

/** Where a file of the store is, from where the lines run. */
export type Place = (path: string) => string;

/** A flag of Go's with its value. */
export function flag(name: string, value: string): string {
  const text = word(value);
  return text === value ? `-${name}=${value}` : `-${name}=${text.replace(/^\.\//, "")}`;
}

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The folder of a path; "" for the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
