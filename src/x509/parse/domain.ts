import type { ParserRules } from "./rules.js";

/** Whether the text passes for a domain name: no empty label, no character outside U+0021…U+007E. Empty passes. */
export function isDomain(text: string, rules: Pick<ParserRules, "refusesLeadingDot">): boolean {
  if (text === "") return true;
  if (!/^[\x21-\x7e]*$/.test(text)) return false;
  const labels = text.split(".");
  // Without the rule, the empty label before a leading dot is overlooked.
  const counted = labels.length > 1 && labels[0] === "" && !rules.refusesLeadingDot ? labels.slice(1) : labels;
  return counted.every((label) => label !== "");
}

/** Whether the text passes for a domain name with the leading dot that a constraint may have. */
export function isConstraintDomain(text: string, rules: Pick<ParserRules, "refusesLeadingDot">): boolean {
  return isDomain(text.startsWith(".") ? text.slice(1) : text, rules);
}

const quotedLocalPart = /^"(?:\\[\x01-\x09\x0b\x0c\x0e-\x7f]|[\x01-\x08\x0b\x0c\x0e-!#-[\]-\x7f])*"@/;
const plainLocalPart = /^(?:\\[\x00-\x7f]|[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.])+@/;

/** Whether the text passes for a Mailbox (RFC 2821 §4.1.2), with all the quoting that has. */
export function isMailbox(text: string, rules: Pick<ParserRules, "refusesLeadingDot">): boolean {
  const found = text.startsWith('"') ? quotedLocalPart.exec(text) : plainLocalPart.exec(text);
  if (found === null) return false;
  const local = found[0].slice(0, -1);
  // RFC 3696 §3: no period at the ends, no two in a row.
  if (!text.startsWith('"') && /^\.|\.$|\.\./.test(local.replace(/\\(.)/gs, "$1"))) return false;
  return isDomain(text.slice(found[0].length), rules);
}
