import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Compiles the library with its types into `folder`. Throws with the compiler's words. */
export async function buildLibrary(folder) {
  const compiler = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.lib.json", "--outDir", folder];
  try {
    await promisify(execFile)(process.execPath, compiler);
  } catch (error) {
    throw new Error(`The library does not compile:\n${error.stdout}`);
  }
}
