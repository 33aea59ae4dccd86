import type { ParserRules } from "./rules.js";

/** Whether Go accepts a domain name: no empty label, no character outside U+0021…U+007E. The empty text passes. */
export function isDomain(text: string, rules: Pick<ParserRules, "refusesLeadingDot">): boolean {
  if (text === "") return true;
  if (!/^[\x21-\x7e]*$/.test(text)) return false;
  const labels = text.split(".");
  // Without the rule, Go ignores the empty label before a leading dot.
  const counted = labels.length > 1 && labels[0] === "" && !rules.refusesLeadingDot ? labels.slice(1) : labels;
  return counted.every((label) => label !== "");
}

/** Like isDomain, but allows the leading dot of a constraint. */
export function isConstraintDomain(text: string, rules: Pick<ParserRules, "refusesLeadingDot">): boolean {
  return isDomain(text.startsWith(".") ? text.slice(1) : text, rules);
}

const quotedLocalPart = /^"(?:\\[\x01-\x09\x0b\x0c\x0e-\x7f]|[\x01-\x08\x0b\x0c\x0e-!#-[\]-\x7f])*"@/;
const plainLocalPart = /^(?:\\[\x00-\x7f]|[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.])+@/;

/** Whether Go accepts a Mailbox (RFC 2821 §4.1.2), with its quoting. */
export function isMailbox(text: string, rules: Pick<ParserRules, "refusesLeadingDot">): boolean {
  const found = text.startsWith('"') ? quotedLocalPart.exec(text) : plainLocalPart.exec(text);
  if (found === null) return false;
  const local = found[0].slice(0, -1);
  // RFC 3696 §3: no period at either end, no two in a row.
  if (!text.startsWith('"') && /^\.|\.$|\.\./.test(local.replace(/\\(.)/gs, "$1"))) return false;
  return isDomain(text.slice(found[0].length), rules);
}
