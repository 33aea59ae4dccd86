import type { Program } from "../../src/cli/program.js";
import { cfssl } from "../../src/cli/programs/cfssl.js";
import { cfsslBundle } from "../../src/cli/programs/cfssl-bundle.js";
import { cfsslCertinfo } from "../../src/cli/programs/cfssl-certinfo.js";
import { cfsslNewkey } from "../../src/cli/programs/cfssl-newkey.js";
import { cfssljson } from "../../src/cli/programs/cfssljson.js";
import type { ProgramName, Runner, StepOutcome } from "./case.js";
import { bytesOf, filesOf } from "./contents.js";
import { createFakeHost, fakeNow } from "./fake-host.js";
import { createMemoryFiles } from "./memory-files.js";

const programs: Readonly<Record<string, Program>> = {
  cfssl,
  cfssljson,
  "cfssl-certinfo": cfsslCertinfo,
  "cfssl-bundle": cfsslBundle,
  "cfssl-newkey": cfsslNewkey,
};

function programOf(name: ProgramName | "bash"): Program {
  const program = programs[name];
  if (!program) throw new Error("scripts start programs: they cannot run in this process");
  return program;
}

/** Runs cases in this process, with files in memory and a clock that stands still. */
export function inProcessRunner(env: Readonly<Record<string, string>> = {}): Runner {
  return async (testCase) => {
    const files = createMemoryFiles(filesOf(testCase.files), testCase.umask);
    const steps: StepOutcome[] = [];
    for (const { program, args, stdin } of testCase.steps) {
      const host = createFakeHost({
        args,
        programName: program,
        files,
        stdin: (stdin === "previous" ? steps.at(-1)?.stdout : undefined) ?? bytesOf(stdin === "previous" ? "" : stdin),
        env: { ...env, ...testCase.env },
      });
      const exitCode = await programOf(program)(host);
      steps.push({ exitCode, ...host.printed(), began: fakeNow, ended: fakeNow });
    }
    return { steps, files: files.written() };
  };
}
