import { word } from "../../addons/check/mend/shell.js";
import type { LayoutName } from "../../addons/ensure/init/names.js";
import type { Manifest } from "../../addons/ensure/manifest/manifest.js";
import { wordsOf, wrapWords } from "../help/wrap.js";
import { namesText } from "../report/ensured.js";
import type { Look } from "../report/look.js";
import { printable } from "../report/printable.js";

/** How much a manifest asks for. */
export interface Counts {
  readonly cas: number;
  readonly certificates: number;
  readonly keys: number;
}

export function countsOf({ authorities, certificates, keys }: Manifest): Counts {
  return { cas: authorities.length, certificates: certificates.length, keys: keys.length };
}

/** What was written to begin with. */
export interface Begun {
  readonly paths: readonly string[];
  /** The manifest. */
  readonly file: string;
  readonly layout: string;
  readonly isExample: boolean;
  readonly counts: Counts;
}

const margin = 9;

/** What was written, and what to do next in three lines. */
export function begunText({ paths, file, layout, isExample, counts }: Begun, look: Look): string {
  const isTls = layout === ("tls" satisfies LayoutName);
  const [things, place] = isTls ? ["names", "hosts of server"] : ["machines", "nodes"];
  const first = isExample
    ? `put your ${things} into ${place} in ${file}: these are examples`
    : `look through ${file}: your ${things} are in ${place}`;
  return [
    ...namesText("wrote", paths, look),
    ...labelled("next", `1. ${first}`, look),
    ...labelled("", `2. ${commandFor(file)} makes ${countsText(counts)}`, look),
    ...labelled("", "3. after each change run it again; keep copies of the CAs' keys", look),
  ].join("");
}

/** The command that makes what a manifest asks for. */
export function commandFor(file: string, flags = ""): string {
  return `cfssl ensure ${flags}${file === "pki.json" ? "" : word(file)}`.trim();
}

export function countsText({ cas, certificates, keys }: Counts): string {
  const parts = [
    ...(cas === 0 ? [] : [cas === 1 ? "a CA" : `${cas} CAs`]),
    ...(certificates === 0 ? [] : [certificates === 1 ? "a certificate" : `${certificates} certificates`]),
    ...(keys === 0 ? [] : [keys === 1 ? "a key pair" : `${keys} key pairs`]),
  ];
  return [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter((part) => part !== "").join(" and ");
}

/** Lines with a label before the first. */
export function labelled(label: string, text: string, { width, hasColor }: Look): readonly string[] {
  const padded = label.padEnd(margin);
  const start = hasColor && label !== "" ? `\x1b[1m${padded}\x1b[0m` : padded;
  const lines = wrapWords(wordsOf(printable(text)), Math.max(width - margin, 20));
  return lines.map((line, at) => `${at === 0 ? start : " ".repeat(margin)}${line}\n`);
}
