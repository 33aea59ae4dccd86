import type { Host } from "../../host/host.js";
import type { Release } from "../../release/release.js";
import type { Grammar } from "./grammar.js";

/**
 * Answers a shell that asks how a command line may go on, and returns the exit code; null if nobody asks. The question
 * comes in variables, so no word or flag of upstream's means anything else.
 */
export async function answerIfAsked(host: Host, release: Release, grammar: () => Grammar): Promise<number | null> {
  if (!host.env("CFSSL_COMPLETE")) return null;
  const { answerShell } = await import("./answer-shell.js");
  return answerShell(host, release.issuing, grammar());
}
