import { word } from "./shell.js";

/** Larger files are not written by hand. */
const mostLines = 500;

/** The command that adds the comma that a JSON text lacks, or removes the one that is too many; none if that is not it. */
export function correctCommas(path: string, text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines.length > mostLines) return [];
  for (const [at, line] of lines.entries()) {
    const number = at + 1;
    if (isJson(lines, at, line.replace(/\s*$/, ","))) return [`sed -i '${number}s/[[:space:]]*$/,/' ${word(path)}`];
    const shorter = line.replace(/,\s*$/, "");
    if (shorter !== line && isJson(lines, at, shorter)) return [`sed -i '${number}s/,[[:space:]]*$//' ${word(path)}`];
  }
  return [];
}

function isJson(lines: readonly string[], at: number, line: string): boolean {
  try {
    JSON.parse([...lines.slice(0, at), line, ...lines.slice(at + 1)].join("\n"));
    return true;
  } catch {
    return false;
  }
}
