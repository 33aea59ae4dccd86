/** The one door to the package yaml. It is loaded for the first file that may be YAML. */

/** A value out of YAML or JSON whose shape is not known yet. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** The documents of a YAML text; null for what is no YAML, or would grow without bounds (aliases of aliases). */
export async function parseYaml(text: string): Promise<readonly Plain[] | null> {
  const { parseAllDocuments } = await import("yaml");
  try {
    const documents = parseAllDocuments(text, { logLevel: "silent", maxAliasCount: 100 } as never);
    if (!Array.isArray(documents)) return [];
    return documents.flatMap((document) => (document.errors.length > 0 ? [] : [document.toJS({ maxAliasCount: 100 })]));
  } catch {
    return null;
  }
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
