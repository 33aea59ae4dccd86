import type { Program } from "../cli/program.js";
import { cfssljson } from "../cli/programs/cfssljson.js";
import { createBunHost } from "../host/bun/bun-host.js";
import { type ProgramName, programCalledAs } from "./called-as.js";

/**
 * The standalone program is all three: it is the one that it was called as. cfssljson is here already, for it is the
 * shortest run, which the loading of it would show in most; the others have more to load anyway.
 */
async function loadProgram(name: ProgramName): Promise<Program> {
  switch (name) {
    case "cfssljson":
      return cfssljson;
    case "cfssl-certinfo":
      return (await import("../cli/programs/cfssl-certinfo.js")).cfsslCertinfo;
    case "cfssl":
      return (await import("../cli/programs/cfssl.js")).cfssl;
  }
}

async function runCalled(): Promise<void> {
  const called = process.argv0;
  const program = await loadProgram(programCalledAs(called));
  const host = createBunHost(called);
  // All is written by then; what still runs is the search for a key that lost its race (x509/provider-keys).
  host.exit(await program(host));
}

void runCalled();
