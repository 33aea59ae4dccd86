import { main as certinfoMain } from "../certinfo/main.js";
import { main as cfsslMain } from "../cfssl/main.js";
import { main as cfssljsonMain } from "../cfssljson/main.js";
import type { Host } from "../cli/host.js";
import { runProgram } from "../cli/outcome.js";
import { chooseRelease, unknownLevel } from "../release/index.js";
import type { Release } from "../release/release.js";

/** A program: it does its work in the world that `host` is, and answers the exit code. */
export type Program = (host: Host) => Promise<number>;

/** The program `cfssl`. */
export function cfssl(host: Host): Promise<number> {
  return run(host, (release) => cfsslMain(host, release));
}

/** The program `cfssljson`. */
export function cfssljson(host: Host): Promise<number> {
  return run(host, (release) =>
    cfssljsonMain(host, release.cfssljson, {
      async showHelp(page) {
        const { renderHelp } = await import("../cli/help.js");
        host.stderr(await renderHelp(page));
      },
    }),
  );
}

/** The program `cfssl-certinfo`. */
export function cfsslCertinfo(host: Host): Promise<number> {
  return run(host, ({ certinfo, certinfoFlags, certinfoTargets }) =>
    certinfoMain(host, { rules: certinfo, flags: certinfoFlags, targets: certinfoTargets }),
  );
}

/** Chooses the release, and has every error of the program find its line and its exit code. */
async function run(host: Host, body: (release: Release) => Promise<number>): Promise<number> {
  const compat = host.env("CFSSL_COMPAT");
  const release = chooseRelease(compat);
  if (release) return runProgram(host, release.issuing.json, () => body(release));
  host.stderr(`${unknownLevel(compat ?? "")}\n`);
  return 2;
}
