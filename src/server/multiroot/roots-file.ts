import { GoError } from "../../go/errors.js";

/** The values of a section by their names. */
export type RootSection = ReadonlyMap<string, string>;

/**
 * Reads the file of -roots: sections of `name = value` lines. Lines before the first section belong to `default`; a
 * section that comes twice is one, and of a value that comes twice the later counts.
 *
 * @throws GoError for a line that is none of these, nor blank, nor a comment that starts with `#` in the first column
 */
export function parseRootsFile(text: string): ReadonlyMap<string, RootSection> {
  const sections = new Map<string, Map<string, string>>();
  let current = "default";
  const open = () => {
    const section = sections.get(current) ?? new Map<string, string>();
    sections.set(current, section);
    return section;
  };
  for (const line of text.split("\n").map((part) => part.replace(/\r$/, ""))) {
    if (/^(?:#.*|\s*)$/.test(line)) continue;
    const [, name] = /^\s*\[\s*(\w+)\s*\]\s*$/.exec(line) ?? [];
    if (name !== undefined) {
      current = name;
      open();
      continue;
    }
    const [, key, value] = /^\s*(\w+)\s*=\s*["'](.*)["']\s*$/.exec(line) ?? /^\s*(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) throw new GoError("invalid config file");
    open().set(key, value);
  }
  return sections;
}
