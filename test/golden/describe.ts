import {
  type Contents,
  DatabaseFile,
  FixtureFile,
  type ProgramName,
  type Step,
  type TestCase,
} from "../support/case.js";

/** A JSON value, written as text without blanks, or contents used unchanged. */
export type Given = Contents | object;

export interface CaseOptions {
  /** Standard input of the first command. */
  readonly stdin?: Given;
  readonly env?: Readonly<Record<string, string>>;
  readonly umask?: number;
}

/** A key, certificate or request of `fixtures/pem`. */
export function pem(name: string): FixtureFile {
  return new FixtureFile(`pem/${name}`);
}

/**
 * A case: its name, its command lines, and the files in its folder. Blanks separate words; `'…'` encloses a word that
 * has blanks or is empty. `|` passes the output on, `;` does not.
 */
export function golden(
  name: string,
  commands: string,
  files: Readonly<Record<string, Given>> = {},
  options: CaseOptions = {},
): TestCase {
  return {
    name,
    files: new Map(Object.entries(files).map(([path, given]) => [path, contentsOf(given)])),
    steps: stepsOf(commands, options.stdin),
    env: options.env ?? {},
    umask: options.umask ?? 0o022,
  };
}

function contentsOf(given: Given): Contents {
  if (typeof given === "string" || given instanceof Uint8Array) return given;
  if (given instanceof FixtureFile || given instanceof DatabaseFile) return given;
  return JSON.stringify(given);
}

function stepsOf(commands: string, stdin: Given | undefined): Step[] {
  const steps: Step[] = [];
  let words: string[] = [];
  let isPiped = false;
  const end = () => {
    const [program, ...args] = words;
    const input = steps.length === 0 && stdin !== undefined ? contentsOf(stdin) : undefined;
    steps.push({ program: program as ProgramName, args, stdin: isPiped ? "previous" : input });
    words = [];
  };
  for (const [word, quoted] of commands.matchAll(/'([^']*)'|\S+/g)) {
    if (word === "|" || word === ";") {
      end();
      isPiped = word === "|";
    } else words.push(quoted ?? word);
  }
  end();
  return steps;
}

/** Cases that differ in one thing. Each row has the end of the name and the argument of `make`. */
export function family<Row>(
  prefix: string,
  rows: Readonly<Record<string, Row>>,
  make: (name: string, row: Row) => TestCase,
): TestCase[] {
  return Object.entries(rows).map(([name, row]) => make(`${prefix}${name}`, row));
}
