/** What a file or standard input holds: text, bytes, or one of the files of `fixtures/`. */
export type Contents = string | Uint8Array | FixtureFile;

/** A file below `fixtures/`, by its path there. */
export class FixtureFile {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }
}

export type ProgramName = "cfssl" | "cfssljson" | "cfssl-certinfo";

/** One call of a program, or of bash, with a script that finds the programs in PATH. */
export interface Step {
  readonly program: ProgramName | "bash";
  readonly args: readonly string[];
  /** Standard input: what is given, or what the step before printed, or nothing. */
  readonly stdin: Contents | "previous" | undefined;
}

/** Command lines that are run one after another in a folder of their own, and what lies there. */
export interface TestCase {
  /** `command/what-is-special`, also where the golden lies. */
  readonly name: string;
  readonly files: ReadonlyMap<string, Contents>;
  readonly steps: readonly Step[];
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
}

/** What one step did. */
export interface StepOutcome {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Milliseconds since 1970, by the program's clock. */
  readonly began: number;
  readonly ended: number;
}

/** A file that was not there before, or is not what it was. */
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

/** Runs all steps of a case, and tells what came of it. */
export type Runner = (testCase: TestCase) => Promise<Outcome>;
