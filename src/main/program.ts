import { runProgram } from "../cli/outcome.js";
import type { Host } from "../host/host.js";
import { chooseRelease, unknownLevel } from "../release/index.js";
import type { Release } from "../release/release.js";

/** A program: it does its work in the world that `host` is, and answers the exit code. */
export type Program = (host: Host) => Promise<number>;

/** Chooses the release, and has every error of `body` find its line and its exit code. */
export async function run(host: Host, body: (release: Release) => Promise<number>): Promise<number> {
  const compat = host.env("CFSSL_COMPAT");
  const release = chooseRelease(compat);
  if (release) return runProgram(host, release.issuing.json, () => body(release));
  host.stderr(`${unknownLevel(compat ?? "")}\n`);
  return 2;
}
