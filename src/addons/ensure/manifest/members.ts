import { GoError } from "../../../go/errors.js";
import { parseDuration } from "../../../go/time.js";
import { type EnsureError, manifestError } from "./errors.js";
import { type Json, type JsonObject, placeIn, placeOf } from "./json.js";
import { didYouMean } from "./nearest.js";

/** A value of the manifest, and where it stands. */
export interface Placed {
  readonly file: string;
  readonly place: string;
  readonly value: Json | undefined;
}

export function refuse({ file, place }: Pick<Placed, "file" | "place">, text: string): EnsureError {
  return manifestError(placeOf(file, place), text);
}

/** The members of an object, all of which must be known. */
export class Members {
  readonly #placed: Placed;
  readonly #object: JsonObject;

  /** @param known the names of the members; null if any may be there */
  constructor(placed: Placed, known: readonly string[] | null, what: string) {
    const { value } = placed;
    if (!(value instanceof Map)) throw refuse(placed, `must be an object: ${what}`);
    this.#placed = placed;
    this.#object = value;
    for (const name of known === null ? [] : value.keys()) {
      if (known?.includes(name) || isComment(name)) continue;
      const near = didYouMean(name, known ?? []);
      throw refuse(this.at(name), `there is no such member${near || `; there are ${(known ?? []).join(", ")}`}`);
    }
  }

  at(name: string): Placed {
    const { file, place } = this.#placed;
    return { file, place: placeIn(place, name), value: this.#object.get(name) };
  }

  names(): readonly string[] {
    return [...this.#object.keys()];
  }
}

/** Members by which people put remarks into JSON. */
export function isComment(name: string): boolean {
  return /^(?:_|\$|\/\/)/.test(name);
}

export function textOf(placed: Placed, what: string): string {
  if (typeof placed.value !== "string") throw refuse(placed, `must be a string: ${what}`);
  return placed.value;
}

export function optionalText(placed: Placed, what: string): string | null {
  return placed.value === undefined ? null : textOf(placed, what);
}

export function textsOf(placed: Placed, what: string): readonly string[] {
  return itemsOf(placed, what).map((item) => textOf(item, what));
}

export function itemsOf({ file, place, value }: Placed, what: string): readonly Placed[] {
  if (!Array.isArray(value)) throw refuse({ file, place }, `must be an array: ${what}`);
  return value.map((item: Json, at) => ({ file, place: `${place}[${at}]`, value: item }));
}

/** Milliseconds of a duration as Go writes it; null if it is not there. */
export function optionalDuration(placed: Placed): number | null {
  if (placed.value === undefined) return null;
  const example = 'a duration in Go\'s form, such as "720h"';
  const text = textOf(placed, example);
  try {
    const milliseconds = Number(parseDuration(text) / 1_000_000n);
    if (milliseconds >= 0) return milliseconds;
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
  }
  throw refuse(placed, `must be ${example}, not ${JSON.stringify(text)}`);
}

/** A boolean; what is usual if it is not there. */
export function optionalTruth(placed: Placed, usual = false): boolean {
  const { value } = placed;
  if (value === undefined) return usual;
  if (typeof value !== "boolean") throw refuse(placed, "must be true or false");
  return value;
}
