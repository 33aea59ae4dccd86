import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { programOf } from "../../scripts/runtimes/pins.mjs";
import { projectFolder } from "./contents.js";

const execute = promisify(execFile);

/** A user's own project, outside of this one, in which the packed package is installed. */
export interface UserProject {
  readonly folder: string;
  /** Writes files, by their paths in the project. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** Has packages of this project stand in the user's node_modules, as if they were installed there. */
  link(...packages: readonly string[]): Promise<void>;
  /** Runs a program in the project, and answers what it prints. Throws with both streams when it fails. */
  run(program: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  remove(): Promise<void>;
}

/** Packs the package as it is published, and installs it without a network, as a dependency of a new project. */
export async function createUserProject(manifest: Readonly<Record<string, unknown>> = {}): Promise<UserProject> {
  const folder = await mkdtemp(join(tmpdir(), "cfssl-ts-user-"));
  const write: UserProject["write"] = async (files) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  };
  const run: UserProject["run"] = async (program, args, env = {}) => {
    try {
      const surroundings = { PATH: process.env["PATH"] ?? "", HOME: folder, NO_COLOR: "1", ...env };
      const options = { cwd: folder, env: surroundings, maxBuffer: 1 << 26 };
      const { stdout } = await execute(program, [...args], options);
      return stdout;
    } catch (error) {
      const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
      throw new Error(`${message}\n${stdout}${stderr}`, { cause: error });
    }
  };
  await write({ "package.json": JSON.stringify({ name: "user", version: "1.0.0", ...manifest }) });
  await execute("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: projectFolder });
  const tarball = (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "";
  const quiet = ["--offline", "--no-audit", "--no-fund", "--cache", join(folder, ".npm")];
  await run("npm", ["install", ...quiet, join(folder, tarball)]);
  return {
    folder,
    write,
    run,
    async link(...packages) {
      for (const name of packages) {
        await mkdir(dirname(join(folder, "node_modules", name)), { recursive: true });
        await rm(join(folder, "node_modules", name), { force: true });
        await symlink(join(projectFolder, "node_modules", name), join(folder, "node_modules", name));
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The program of a runtime that is pinned in scripts/runtimes; null where it was not fetched. */
export function pinnedRuntime(name: string): string | null {
  const program = programOf(name);
  return existsSync(program) ? program : null;
}
