import { quote, word } from "../../addons/check/mend/shell.js";
import type { RollOrder, RollReport, RollStep } from "../../addons/ensure/roll/roll.js";
import { Refusal } from "../exit-code.js";
import type { Flags } from "../flags.js";
import type { FlagHelp } from "../help/page.js";
import { freeText } from "../help/value-kind.js";

const steps: Readonly<Record<string, RollStep>> = { "1": 1, "2": 2, "3": 3 };
const stepWords = [
  ["1", "a new CA, which is trusted beside the old one"],
  ["2", "all certificates from the new CA"],
  ["3", "the old CA is not trusted any more"],
] as const;

/** The flags for the roll-over of a CA. */
export const rollFlags: readonly FlagHelp[] = [
  {
    ...{ name: "roll", kind: "string", default: "", placeholder: "CA", takes: freeText },
    description: "replace a CA by a new one, in three steps with restarts between them; this is the first",
  },
  {
    ...{ name: "step", kind: "string", default: "", placeholder: "N", takes: { is: "word", words: stepWords } },
    description: "which step of -roll to take: 1, 2 or 3",
  },
];

/** The command of a roll-over's next step; "" if there is none. */
export function rollCommand({ ca, next }: RollReport, flags: Flags, args: readonly string[]): string {
  if (next === null) return "";
  const folder = flags.text("dir");
  const words = ["cfssl ensure", ...(folder === "" ? [] : ["-dir", word(folder)]), "-roll", quote(ca)];
  return [...words, ...(next === 1 ? [] : ["-step", String(next)]), ...args.map(word)].join(" ");
}

/**
 * The roll-over that is asked for; null if none is.
 *
 * @throws Refusal with exit code 2 for flags that do not go together
 */
export function readRollOrder(flags: Flags): RollOrder | null {
  const [ca, text] = [flags.text("roll"), flags.text("step")];
  if (ca === "") {
    if (text !== "") throw new Refusal("-step is for a roll-over: name its CA with -roll", 2);
    return null;
  }
  const step = text === "" ? null : steps[text];
  if (step === undefined) throw new Refusal(`-step takes 1, 2 or 3, not "${text}"`, 2);
  for (const name of ["new-keys", "print"]) {
    if (flags.truth(name)) throw new Refusal(`-roll and -${name} do not go together: run them one after the other`, 2);
  }
  if (flags.list("only").length > 0) {
    throw new Refusal("-roll and -only do not go together: a roll-over takes all that the CA has signed", 2);
  }
  return { ca, step };
}
