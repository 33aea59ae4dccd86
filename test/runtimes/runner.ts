import { format } from "node:util";
import { expect } from "expect";

/**
 * A test runner that needs nothing of the runtime, for Bun, Deno and Node alike. It has the part of jest that the
 * library's tests use: describe, test, their `each`, the four hooks, and jest's own `expect`.
 */

type Body = (...row: readonly unknown[]) => unknown;

interface Suite {
  readonly name: string;
  readonly parent: Suite | null;
  readonly before: Body[];
  readonly after: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
  readonly children: (Suite | Test)[];
}

interface Test {
  readonly name: string;
  readonly body: Body;
}

let current = newSuite("", null);
const root = current;

function newSuite(name: string, parent: Suite | null): Suite {
  return { name, parent, before: [], after: [], beforeEach: [], afterEach: [], children: [] };
}

function describe(name: string, body: Body): void {
  const suite = newSuite(name, current);
  current.children.push(suite);
  current = suite;
  body();
  current = suite.parent ?? root;
}

function test(name: string, body: Body): void {
  current.children.push({ name, body });
}

/** As jest's: a row that is no array is its only value. */
function each(define: (name: string, body: Body) => void) {
  return (table: readonly unknown[]) => (name: string, body: Body) => {
    for (const entry of table) {
      const row: readonly unknown[] = Array.isArray(entry) ? entry : [entry];
      define(titleOf(name, row), () => body(...row));
    }
  };
}

/** In a name, `%s` and `%j` stand for the row's values, and `$member` for a member of an object. */
function titleOf(name: string, row: readonly unknown[]): string {
  const count = name.match(/%[a-z]/g)?.length ?? 0;
  const title = format(
    name,
    ...row.slice(0, count).map((value) => (typeof value === "symbol" ? String(value) : value)),
  );
  return title.replace(/\$(\w+)/g, (_, member: string) => String(Object(row[0])[member]));
}

const globals = {
  describe: Object.assign(describe, { each: each(describe) }),
  test: Object.assign(test, { each: each(test) }),
  beforeAll: (hook: Body) => current.before.push(hook),
  afterAll: (hook: Body) => current.after.push(hook),
  beforeEach: (hook: Body) => current.beforeEach.push(hook),
  afterEach: (hook: Body) => current.afterEach.push(hook),
  expect,
};
Object.assign(globalThis, globals);

interface Tally {
  passed: number;
  readonly failed: string[];
}

async function runSuite(suite: Suite, path: readonly string[], tally: Tally): Promise<void> {
  const all = async (hooks: readonly Body[]) => {
    for (const hook of hooks) await hook();
  };
  await all(suite.before);
  for (const child of suite.children) {
    const name = [...path, child.name];
    if ("children" in child) {
      await runSuite(child, name, tally);
      continue;
    }
    const around = [];
    for (let outer: Suite | null = suite; outer; outer = outer.parent) around.push(outer);
    try {
      for (const each of around.toReversed()) await all(each.beforeEach);
      try {
        await child.body();
      } finally {
        for (const each of around) await all(each.afterEach);
      }
      tally.passed++;
    } catch (error) {
      const text = error instanceof Error ? error.stack || error.message : String(error);
      tally.failed.push(`${name.join(" > ")}\n${text}`);
    }
  }
  await all(suite.after);
}

/** Runs what was declared, and prints one line of JSON at the end: how many tests passed, and which did not. */
export async function runAll(): Promise<void> {
  const tally: Tally = { passed: 0, failed: [] };
  await runSuite(root, [], tally);
  console.log(JSON.stringify(tally));
}
