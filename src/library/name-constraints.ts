import { ConstraintMistake, readConstraint, readConstraints } from "../addons/constraints/constraint-text.js";
import { nameConstraints } from "../x509/encode/name-constraints.js";
import type { Extension } from "../x509/model/name.js";
import { type Given, givenList, givenMembers, givenText } from "./argument.js";

/**
 * The names that a CA may sign (RFC 5280 §4.2.1.10). `example.com` is that DNS name and all below it, `.example.com`
 * those below it; `10.0.0.0/8` a range of addresses; `a@example.com` a mailbox; `email:example.com` the mailboxes of a
 * host; `uri:example.com` URIs with that host; `dns:` all DNS names. A kind of name that is in neither list is not
 * limited.
 */
export interface NameConstraintsJson {
  /** Of each kind in this list, only these names. */
  readonly permitted?: readonly string[];
  /** Not these, even if they are permitted. */
  readonly excluded?: readonly string[];
}

/**
 * The extension for constraints that a caller hands in; none for undefined.
 *
 * @throws RangeError for a text that is no constraint, and for no constraints at all
 */
export function givenConstraints(given: Given): readonly Extension[] {
  if (given.value === undefined) return [];
  const { member } = givenMembers(given, `${given.name}.`);
  const [permitted, excluded] = [textsOf(member("permitted")), textsOf(member("excluded"))];
  if (permitted.length + excluded.length === 0) throw new RangeError(`${given.name} constrains nothing`);
  return [nameConstraints(readConstraints({ permitted, excluded }))];
}

function textsOf(given: Given): readonly string[] {
  if (given.value === undefined) return [];
  return givenList(given, "an array of strings", (item) => {
    const text = givenText(item);
    try {
      readConstraint(text);
    } catch (cause) {
      if (!(cause instanceof ConstraintMistake)) throw cause;
      throw new RangeError(`${item.name}: ${JSON.stringify(text)} ${cause.message}`, { cause });
    }
    return text;
  });
}
