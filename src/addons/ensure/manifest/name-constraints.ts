import type { NameConstraints } from "../../../x509/model/certificate.js";
import { ConstraintMistake, readConstraint, readConstraints } from "../../constraints/constraint-text.js";
import { placeIn } from "./json.js";
import { Members, type Placed, refuse, textsOf } from "./members.js";

/** The member of a CA's row, or of a request that stands in it. */
export const constraintMember = "name_constraints";

/** The name constraints of a CA's row; null if it has none. They may stand in a request of the row's too. */
export function readNameConstraints(own: Placed, request: Placed): NameConstraints | null {
  const inner = { ...request, place: placeIn(request.place, constraintMember), value: memberOf(request) };
  if (inner.value === undefined) return own.value === undefined ? null : read(own);
  if (own.value === undefined) return read(inner);
  throw refuse(own, "stands in the row and in its request: delete one of them");
}

function memberOf({ value }: Placed): Placed["value"] {
  return value instanceof Map ? value.get(constraintMember) : undefined;
}

/** A request without name constraints, as upstream knows requests. */
export function withoutConstraints(request: Placed): Placed {
  const { value } = request;
  if (!(value instanceof Map)) return request;
  return { ...request, value: new Map([...value].filter(([name]) => name !== constraintMember)) };
}

function read(placed: Placed): NameConstraints {
  const example = '{ "permitted": ["example.com", "10.0.0.0/8"] }';
  const members = new Members(placed, ["permitted", "excluded"], `what the CA may sign, such as ${example}`);
  const [permitted, excluded] = [textsAt(members.at("permitted")), textsAt(members.at("excluded"))];
  if (permitted.length + excluded.length > 0) return readConstraints({ permitted, excluded });
  throw refuse(placed, `constrains nothing: leave it out, or write, for example, ${example}`);
}

function textsAt(placed: Placed): readonly string[] {
  if (placed.value === undefined) return [];
  const texts = textsOf(placed, "names and ranges of addresses");
  for (const [at, text] of texts.entries()) {
    try {
      readConstraint(text);
    } catch (cause) {
      if (!(cause instanceof ConstraintMistake)) throw cause;
      const place = { ...placed, place: `${placed.place}[${at}]` };
      throw refuse(place, `${JSON.stringify(text)} ${cause.message}`);
    }
  }
  return texts;
}
