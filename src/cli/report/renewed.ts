import type { RenewedFile } from "../../addons/renew/renew.js";
import { labelledLines } from "./labelled.js";
import type { Look } from "./look.js";

/** A certificate that is not due. */
export interface KeptFile {
  readonly file: string;
  /** RFC 3339. */
  readonly notAfter: string;
}

/** What a run of renew did, or would do, for a person. */
export function renewedText(renewed: readonly RenewedFile[], kept: readonly KeptFile[], look: Look): string {
  const lines = [
    ...kept.flatMap(({ file, notAfter }) => labelledLines("kept", `${file}: valid until ${dayOf(notAfter)}`, look)),
    ...renewed.flatMap((each) => labelledLines("renewed", partsOf(each).join("; "), look)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function partsOf({ file, notAfter, newKey, isCa, alsoIn, restart }: RenewedFile): readonly string[] {
  return [
    `${file}: valid until ${dayOf(notAfter)}`,
    ...(newKey === null ? [] : [newKey === file ? "with a new key" : `with a new key in ${newKey}`]),
    ...(restart.length > 0 ? [`restart ${restart.join(" and ")}`] : []),
    ...(isCa ? ["give it to all who trust this CA: what it has signed stays valid"] : []),
    ...(alsoIn.length > 0 ? [`the old one is in ${alsoIn.join(", ")} still`] : []),
  ];
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
