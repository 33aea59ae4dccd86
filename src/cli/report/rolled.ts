import type { RollReport } from "../../addons/ensure/roll/roll.js";
import { labelledLines } from "./labelled.js";
import type { Look } from "./look.js";

/**
 * How far a roll-over is, for a person, and what to do before the next step.
 *
 * @param command the command of the next step; "" if there is none
 * @param isDryRun whether the last step would be taken only
 */
export function rolledText(roll: RollReport, command: string, isDryRun: boolean, look: Look): string {
  const { ca, done } = roll;
  if (isDryRun) return `${labelledLines("roll", `${ca}: step ${done} of 3 would be taken.`, look).join("\n")}\n`;
  const lines = [
    ...labelledLines("roll", `${ca}: ${doneText(roll)}`, look),
    ...restartLines(roll, look),
    ...(command === "" ? [] : labelledLines("next", command, look)),
  ];
  return lines.map((each) => `${each}\n`).join("");
}

function doneText({ done, trust, signing, oldKey }: RollReport): string {
  switch (done) {
    case 0:
      return "no roll-over is under way.";
    case 1:
      return `step 1 of 3 is done. ${trust} holds the old CA and the new one. Programs that sign take one certificate: give them ${signing} in place of ${trust}, once and for all.`;
    case 2:
      return "step 2 of 3 is done. The new CA signs, and all certificates are from it. The old one is trusted still.";
    case 3:
      return `the roll-over is done. ${trust} holds one CA. Put ${oldKey} away, or destroy it.`;
  }
}

function restartLines({ done, restart, trust, signing }: RollReport, look: Look): readonly string[] {
  const programs = restart.length === 0 ? "" : ` (${restart.join(", ")})`;
  switch (done) {
    case 0:
      return [];
    case 1:
      return labelledLines(
        "restart",
        `one after the other, all that trust ${trust}${programs}. Where copies of it are that no row makes, as in kubeconfigs, put the new file in their place.`,
        look,
      );
    case 2:
      return labelledLines(
        "restart",
        `one after the other, all that have a certificate of this CA${programs}, or sign with ${signing}. Where copies of certificates are that no row makes, as in kubeconfigs, put the new ones in their place.`,
        look,
      );
    case 3:
      return labelledLines(
        "restart",
        `one after the other, all that trust ${trust}${programs}, and replace its copies that no row makes.`,
        look,
      );
  }
}
