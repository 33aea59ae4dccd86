import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Compiles the library with its types into dist/lib. Throws with the compiler's words. */
export async function buildLibrary() {
  try {
    await promisify(execFile)(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.lib.json"]);
  } catch (error) {
    throw new Error(`The library does not compile:\n${error.stdout}${error.stderr}`);
  }
}
