/** What differs in every run. */
const changing: readonly (readonly [shown: RegExp, pattern: string])[] = [
  [/\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d/, "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"],
  [/[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT/, "[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4} GMT"],
  [/(?:[0-9A-F]{2}:){19}[0-9A-F]{2}/, "(?:[0-9A-F]{2}:){19}[0-9A-F]{2}"],
  [/\b\d{30,49}\b/, "\\d{30,49}"],
  [/(?:node|bun)\d+\.\d+\.\d+/, "(?:node|bun)\\d+\\.\\d+\\.\\d+"],
  // A line of its own means any number of lines.
  [/^…\n/m, "(?:.*\\n)*?"],
  // The rest of a line.
  [/…/, ".*"],
];

/**
 * A pattern for the output that a document shows. It is the same text, except that times, serial numbers, key
 * identifiers and the runtime's version may differ, and that `…` matches anything.
 */
export function patternOf(shown: string): RegExp {
  const all = new RegExp(changing.map(([{ source }]) => `(${source})`).join("|"), "gm");
  let pattern = "";
  let end = 0;
  for (const match of shown.matchAll(all)) {
    const kind = match.slice(1).findIndex((group) => group !== undefined);
    pattern += escaped(shown.slice(end, match.index)) + (changing[kind]?.[1] ?? "");
    end = match.index + match[0].length;
  }
  return new RegExp(`^${pattern}${escaped(shown.slice(end))}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
