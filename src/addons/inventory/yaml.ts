/** The one door to the package yaml. It is loaded for the first file that may be YAML. */

/** A value out of YAML or JSON whose shape is not known yet. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** Parses the YAML of one tree. */
export interface YamlReader {
  /**
   * The documents of a YAML text that `isWanted`; none for what is no YAML, or would grow without bounds (aliases of
   * aliases). Null if there is more of it than configurations need.
   */
  parse(text: string, isWanted: (document: string) => boolean): Promise<readonly Plain[] | null>;
}

/** Characters that YAML gives a meaning: the parser's time depends on their number, and takes 10 µs for each. */
const marks = /[\n,:[\]{}!&*?#"'|>-]/g;
const mostMarks = { document: 20_000, tree: 2_000_000 };
/** What a document costs by itself. */
const documentMarks = 50;

export function createYamlReader(): YamlReader {
  let left = mostMarks.tree;
  return {
    async parse(text, isWanted) {
      const { parseDocument } = await import("yaml");
      const found: Plain[] = [];
      // A line of three dashes begins a document, even inside a string.
      for (const part of text.split(/^(?=---(?:\s|$))/m)) {
        if (!isWanted(part)) continue;
        const count = (part.match(marks)?.length ?? 0) + documentMarks;
        left -= count;
        if (count > mostMarks.document || left < 0) return null;
        try {
          // Looking for repeated keys takes quadratic time.
          const document = parseDocument(part, { logLevel: "silent", uniqueKeys: false });
          if (document.errors.length === 0) found.push(document.toJS({ maxAliasCount: 100 }));
        } catch {
          // Its aliases or its depth have no bounds.
        }
      }
      return found;
    },
  };
}

/** A member of a mapping; undefined for what is none. */
export function member(value: Plain | undefined, name: string): Plain | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const record = value as { readonly [name: string]: Plain };
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A member some levels down. */
export function at(value: Plain | undefined, ...names: readonly string[]): Plain | undefined {
  return names.reduce<Plain | undefined>(member, value);
}

export function listOf(value: Plain | undefined): readonly Plain[] {
  return Array.isArray(value) ? value : [];
}

/** A string, or "" for anything else. */
export function textOf(value: Plain | undefined): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}
