import { GoError } from "../../../go/errors.js";
import { JsonReader } from "../../../go/json/reader.js";
import { checkValid } from "../../../go/json/scan.js";
import { decodeUtf8 } from "../../../go/utf8.js";
import { manifestError } from "./errors.js";

/** JSON as it is written: the members of an object keep their order. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

const mostLevels = 100;

/**
 * Reads JSON. Unlike upstream, it refuses two members of one name, of which one would be lost.
 *
 * @param name the file, for errors
 * @throws EnsureError with the line of a mistake
 */
export function readJson(data: Uint8Array, name: string): Json {
  const text = data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? data.subarray(3) : data;
  try {
    checkValid(text);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw manifestError(`${name}: line ${lineOfMistake(text)}`, `${cause.message}${yamlHint(text)}`);
  }
  return readValue(new JsonReader(text), name, []);
}

function yamlHint(text: Uint8Array): string {
  return /^\s*[[{]/.test(decodeUtf8(text.subarray(0, 1000))) ? "" : "; it must be a JSON object: { … }";
}

/** Where a value stands: names of members and numbers of items. */
type Path = (string | number)[];

function readValue(reader: JsonReader, file: string, path: Path): Json {
  if (path.length > mostLevels) throw manifestError(placeOf(file, placeAt(path)), `more than ${mostLevels} levels`);
  switch (reader.kind) {
    case "object":
      return readObject(reader, file, path);
    case "array": {
      const items: Json[] = [];
      for (reader.enter(); reader.more(); ) {
        path.push(items.length);
        items.push(readValue(reader, file, path));
        path.pop();
      }
      return items;
    }
    case "string":
      return reader.string();
    default:
      return JSON.parse(reader.word()) as null | boolean | number;
  }
}

function readObject(reader: JsonReader, file: string, path: Path): JsonObject {
  const members = new Map<string, Json>();
  for (reader.enter(); reader.more(); ) {
    const key = reader.key();
    path.push(key);
    if (members.has(key)) {
      throw manifestError(placeOf(file, placeAt(path)), "is there twice: rename one of them or delete it");
    }
    members.set(key, readValue(reader, file, path));
    path.pop();
  }
  return members;
}

function placeAt(path: Path): string {
  return path.reduce<string>(
    (place, part) => (typeof part === "number" ? `${place}[${part}]` : placeIn(place, part)),
    "",
  );
}

/** The place of a member: `certificates.web.hosts`, or `cas["a b"]`. */
export function placeIn(place: string, key: string): string {
  const isWord = /^[\w$*{}/@:-]+$/.test(key);
  if (!isWord) return `${place}[${JSON.stringify(key)}]`;
  return place === "" ? key : `${place}.${key}`;
}

export function placeOf(file: string, place: string): string {
  return place === "" ? file : `${file}: ${place}`;
}

/** Any beginning of a valid text is cut short; so the mistake is where the shortest beginning with another error ends. */
function lineOfMistake(text: Uint8Array): number {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isCutShort(text.subarray(0, middle))) low = middle + 1;
    else high = middle;
  }
  return decodeUtf8(text.subarray(0, low)).split("\n").length;
}

function isCutShort(text: Uint8Array): boolean {
  try {
    checkValid(text);
    return true;
  } catch (cause) {
    return cause instanceof GoError && cause.message === "unexpected end of JSON input";
  }
}
