/** The contents of a file or of standard input: text, bytes, one of the files of `fixtures/`, or a database. */
export type Contents = string | Uint8Array | FixtureFile | DatabaseFile;

/** A file in `fixtures/`, by its path there. */
export class FixtureFile {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

/** An SQLite database, by the statements that make it: a file of `fixtures/certdb`, and then those of the case. */
export class DatabaseFile {
  readonly schema: string;
  readonly statements: string;
  constructor(schema: string, statements: string) {
    this.schema = schema;
    this.statements = statements;
  }
}

export type ProgramName = "cfssl" | "cfssljson" | "cfssl-certinfo" | "cfssl-bundle" | "cfssl-newkey";

/** One run of a program, or of bash with a script that finds the programs in PATH. */
export interface Step {
  readonly program: ProgramName | "bash";
  readonly args: readonly string[];
  /** Standard input: the given contents, the output of the step before, or nothing. */
  readonly stdin: Contents | "previous" | undefined;
}

/** Command lines that run one after another in their own folder, and the files in it. */
export interface TestCase {
  /** `command/what-is-special`; also the path of the golden. */
  readonly name: string;
  readonly files: ReadonlyMap<string, Contents>;
  readonly steps: readonly Step[];
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
}

/** The outcome of one step. */
export interface StepOutcome {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Milliseconds since 1970, by the program's clock. */
  readonly began: number;
  readonly ended: number;
}

/** A file that is new or has changed. */
export interface WrittenFile {
  readonly path: string;
  readonly mode: number;
  readonly contents: Uint8Array;
}

export interface Outcome {
  readonly steps: readonly StepOutcome[];
  /** Sorted by path. */
  readonly files: readonly WrittenFile[];
}

/** Runs all steps of a case and returns the outcome. */
export type Runner = (testCase: TestCase) => Promise<Outcome>;
