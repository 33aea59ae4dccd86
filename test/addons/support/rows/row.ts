import { type CheckOptions, check, type FileToCheck } from "../../../../src/index.js";

/** A small folder, and what a rule says of it. */
export interface Row {
  readonly rule: string;
  /** Completes "NAME is found in …", or "nothing is found in …". */
  readonly what: string;
  /** What is found: `error FILE`; without it, the rule must be silent, and so must all others. */
  readonly finds?: string;
  readonly options?: CheckOptions;
  /** Why the commands do not mend it; without it, they have to. */
  readonly unmended?: string;
  make(): Promise<readonly FileToCheck[]>;
}

/** Tests that each row is found, and nothing else. */
export function testRows(rows: readonly Row[]): void {
  const named = rows.map((row) => [row.finds ? row.rule : `nothing (${row.rule})`, row.what, row] as const);
  test.each(named)("%s is found in %s", async (_, __, { rule, finds, options, make }) => {
    const { findings } = await check(await make(), options);
    const found = findings.map(({ rule: id, severity, files: [path] }) => `${id}: ${severity} ${path}`);
    expect(found).toEqual(finds === undefined ? [] : [`${rule}: ${finds}`]);
  });
}
