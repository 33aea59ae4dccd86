import type { Host } from "../../src/cli/host.js";
import type { ProgramName, Runner, StepOutcome } from "./case.js";
import { filesOf, octetsOf } from "./contents.js";
import { createFakeHost, fakeNow } from "./fake-host.js";
import { createMemoryFiles } from "./memory-files.js";

type Program = (host: Host) => Promise<number>;

/**
 * A program as its own entry module wires it: the entry is loaded with another `runMain`, which hands the program out
 * in place of running it.
 */
function programOf(name: ProgramName | "bash"): Program {
  if (name === "bash") throw new Error("scripts start programs: they cannot run in this process");
  if (!programs.has(name)) {
    jest.doMock("../../src/main/run.js", () => ({ runMain: (program: Program) => entered.push(program) }));
    jest.requireActual(`../../src/main/${name}.js`);
    programs.set(name, entered.at(-1));
  }
  const program = programs.get(name);
  if (!program) throw new Error(`src/main/${name} runs no program`);
  return program;
}

const entered: Program[] = [];
const programs = new Map<ProgramName, Program | undefined>();

/** Runs cases in this process, in a world of memory files and a standing clock. */
export function inProcessRunner(env: Readonly<Record<string, string>> = {}): Runner {
  return async (testCase) => {
    const files = createMemoryFiles(filesOf(testCase.files), testCase.umask);
    const steps: StepOutcome[] = [];
    for (const { program, args, stdin } of testCase.steps) {
      const host = createFakeHost({
        args,
        programName: program,
        files,
        stdin: (stdin === "previous" ? steps.at(-1)?.stdout : undefined) ?? octetsOf(stdin === "previous" ? "" : stdin),
        env: { ...env, ...testCase.env },
      });
      const exitCode = await programOf(program)(host);
      steps.push({ exitCode, ...host.printed(), began: fakeNow, ended: fakeNow });
    }
    return { steps, files: files.written() };
  };
}
