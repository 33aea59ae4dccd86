import type { Host } from "../cli/host.js";
import { runProgram } from "../cli/outcome.js";
import { chooseRelease, unknownLevel } from "../release/index.js";
import type { Release } from "../release/release.js";

/** Wraps a program so that the release is chosen and every error finds its line and its exit code. */
export function program(body: (host: Host, release: Release) => Promise<number>): (host: Host) => Promise<number> {
  return async (host) => {
    const compat = host.env("CFSSL_COMPAT");
    const release = chooseRelease(compat);
    if (release) return runProgram(host, release.issuing.json, () => body(host, release));
    host.stderr(`${unknownLevel(compat ?? "")}\n`);
    return 2;
  };
}
