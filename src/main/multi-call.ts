import type { Program } from "../cli/program.js";
import { cfssljson } from "../cli/programs/cfssljson.js";
import { type ProgramName, programCalledAs } from "./called-as.js";
import { runStandalone } from "./run-standalone.js";

/**
 * The standalone program is all of them; the name that it is called by chooses. cfssljson is imported statically, since
 * its runs are the shortest and `import()` would show most there. The others have more to load anyway.
 */
async function loadProgram(name: ProgramName): Promise<Program> {
  switch (name) {
    case "cfssljson":
      return cfssljson;
    case "cfssl-certinfo":
      return (await import("../cli/programs/cfssl-certinfo.js")).cfsslCertinfo;
    case "cfssl-bundle":
      return (await import("../cli/programs/cfssl-bundle.js")).cfsslBundle;
    case "cfssl-newkey":
      return (await import("../cli/programs/cfssl-newkey.js")).cfsslNewkey;
    case "mkbundle":
      return (await import("../cli/programs/mkbundle.js")).mkbundle;
    case "multirootca":
      return (await import("../cli/programs/multirootca.js")).multirootca;
    case "cfssl":
      return (await import("../cli/programs/cfssl.js")).cfssl;
  }
}

/** The program behind a name of the user's own: the one that the link leads to, or else cfssl. */
async function followLink(called: string): Promise<ProgramName> {
  const { programLinkedAs } = await import("./linked-program.js");
  return programLinkedAs(called, process.env["PATH"] ?? "", process.execPath) ?? "cfssl";
}

const called = process.argv0;
void runStandalone(called, async () => loadProgram(programCalledAs(called) ?? (await followLink(called))));
