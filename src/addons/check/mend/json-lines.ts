/** JSON in lines that a person can copy. */

const width = 60;

/** A value on one line if it is short; else each member, or as many items as fit, on lines of their own. */
export function jsonLines(value: unknown, indent = ""): readonly string[] {
  const short = shortText(value);
  if (indent.length + short.length <= width || typeof value !== "object" || value === null) return [short];
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => jsonLines(item, inner))
    : Object.entries(value).map(([name, each]) => {
        const [first = "", ...rest] = jsonLines(each, inner);
        return [`${shortText(name)}: ${first}`, ...rest];
      });
  const lines: string[] = [];
  for (const [at, part] of parts.entries()) {
    const [first = "", ...rest] = part;
    const last = lines.at(-1);
    const isItem = isList && rest.length === 0 && last?.endsWith(",") && last.length + 1 + first.length < width;
    if (isItem) lines[lines.length - 1] = `${last} ${first}`;
    else lines.push(inner + first);
    for (const line of rest) lines.push(line);
    if (at < parts.length - 1) lines[lines.length - 1] += ",";
  }
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  return [open, ...lines, indent + close];
}

/** JSON on one line, with blanks, and without characters that cannot be seen. */
function shortText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shortText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, each]) => `${shortText(name)}: ${shortText(each)}`);
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }
  return JSON.stringify(value).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}
