import { decodeRequest, type RequestName, type RequestShapeRules, type RequestSpec } from "../../../cfssl/csr/shape.js";
import type { Sources } from "../../../cfssl/sources.js";
import { GoError } from "../../../go/errors.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import { type Json, type JsonObject, placeIn, readJson } from "./json.js";
import { isComment, type Placed, refuse } from "./members.js";
import { constraintMember } from "./name-constraints.js";
import { didYouMean } from "./nearest.js";
import { checkPlaceholders, expandText, type Node, type Nodes, type Scope } from "./nodes.js";

/** A request as a row has it, and the text that upstream would read. */
export interface Request {
  /** With placeholders, if it stands in the manifest. */
  readonly spec: RequestSpec;
  /** The file of the request; null if it stands in the manifest. */
  readonly path: string | null;
  /** The request itself with its placeholders; null if it is in a file. */
  readonly inline: Json | null;
}

export interface RequestContext {
  readonly sources: Sources;
  readonly rules: RequestShapeRules;
}

/** The members of a request, and of the objects in it. */
const known: Readonly<Record<string, readonly string[]>> = {
  "": ["CN", "names", "hosts", "key", "ca", "serialnumber", "delegation_enabled", "extensions", "crl_url"],
  names: ["C", "ST", "L", "O", "OU", "E", "OID", "SerialNumber"],
  key: ["algo", "size"],
  ca: ["pathlen", "pathlenzero", "expiry", "backdate"],
  extensions: ["Id", "Critical", "Value"],
};

/** Reads a request that stands in the manifest. */
export function readInlineRequest(placed: Placed, scope: Scope, { rules }: RequestContext): Request {
  const { value = null } = placed;
  checkMembers(placed, "");
  checkTexts(placed, value, scope);
  return { spec: decode(placed, encodeUtf8(jsonText(value)), rules), path: null, inline: value };
}

/** Reads a request's file. */
export function readRequestFile(placed: Placed, path: string, { sources, rules }: RequestContext): Request {
  let bytes: Uint8Array;
  try {
    bytes = sources.readFile(path);
  } catch (cause) {
    if (cause instanceof GoError) throw refuse(placed, cause.message);
    throw cause;
  }
  checkMembers({ file: path, place: "", value: readJson(bytes, path) }, "");
  return { spec: decode({ file: path, place: "", value: undefined }, bytes, rules), path, inline: null };
}

function decode(place: Placed, bytes: Uint8Array, rules: RequestShapeRules): RequestSpec {
  try {
    return decodeRequest(bytes, rules);
  } catch (cause) {
    if (cause instanceof GoError) throw refuse(place, cause.message);
    throw cause;
  }
}

/** Upstream ignores members that it does not know, and knows names in any case. */
function checkMembers({ file, place, value }: Placed, kind: string): void {
  if (!(value instanceof Map)) throw refuse({ file, place }, 'must be an object: a request such as { "CN": "web" }');
  const names = known[kind] ?? [];
  for (const [name, inner] of value as JsonObject) {
    const found = names.find((each) => each.toLowerCase() === name.toLowerCase());
    const at = { file, place: placeIn(place, name), value: inner };
    if (found === undefined && kind === "" && name.toLowerCase() === constraintMember) {
      throw refuse(
        at,
        `cfssl ignores this member of a request: put it into the row of a CA, cas.NAME.${constraintMember}`,
      );
    }
    if (found === undefined && !isComment(name)) {
      const near = didYouMean(name, names);
      throw refuse(at, `a request has no such member${near || `; there are ${names.join(", ")}`}`);
    }
    if (found === undefined || known[found] === undefined || kind !== "") continue;
    const list = Array.isArray(inner)
      ? inner.map((item: Json, index) => ({ ...at, place: `${at.place}[${index}]`, value: item }))
      : [at];
    for (const each of list) if (each.value instanceof Map) checkMembers(each, found);
  }
}

function checkTexts(placed: Placed, value: Json, scope: Scope): void {
  const { file, place } = placed;
  if (typeof value === "string") checkPlaceholders(value, scope, placed);
  else if (Array.isArray(value)) {
    for (const [at, item] of (value as readonly Json[]).entries()) {
      checkTexts({ file, place: `${place}[${at}]`, value: item }, item, scope);
    }
  } else if (value instanceof Map) {
    for (const [name, inner] of value as JsonObject) {
      const isList = name.toLowerCase() === "hosts";
      checkTexts({ file, place: placeIn(place, name), value: inner }, inner, { ...scope, isList });
    }
  }
}

/** The request of one row: its placeholders have the values of the node. */
export function expandSpec(spec: RequestSpec, node: Node | null, nodes: Nodes): RequestSpec {
  const text = (value: string) => expandText(value, node, nodes)[0] ?? "";
  const name = (each: RequestName): RequestName => ({
    country: text(each.country),
    province: text(each.province),
    locality: text(each.locality),
    organization: text(each.organization),
    organizationalUnit: text(each.organizationalUnit),
    emailAddress: text(each.emailAddress),
    serialNumber: text(each.serialNumber),
    attributes: each.attributes && new Map([...each.attributes].map(([type, value]) => [type, text(value)])),
  });
  return {
    ...spec,
    commonName: text(spec.commonName),
    names: spec.names?.map(name) ?? null,
    hosts: spec.hosts && expandTexts(spec.hosts, node, nodes),
    serialNumber: text(spec.serialNumber),
    crlUrl: text(spec.crlUrl),
  };
}

export function expandTexts(texts: readonly string[], node: Node | null, nodes: Nodes): string[] {
  const all: string[] = [];
  for (const text of texts) for (const each of expandText(text, node, nodes)) all.push(each);
  return all;
}

/** The JSON text of a request that stands in the manifest, for one row. */
export function inlineText(value: Json, node: Node | null, nodes: Nodes): string {
  const expandItem = (item: Json): readonly Json[] => {
    return typeof item === "string" ? expandText(item, node, nodes) : [expand(item)];
  };
  const expand = (each: Json): Json => {
    if (typeof each === "string") return expandText(each, node, nodes)[0] ?? "";
    if (Array.isArray(each)) return (each as readonly Json[]).flatMap(expandItem);
    if (!(each instanceof Map)) return each;
    return new Map([...(each as JsonObject)].map(([name, inner]) => [name, expand(inner)]));
  };
  return jsonText(expand(value));
}

/** JSON.stringify for what readJson reads. */
export function jsonText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => jsonText(item)).join(",")}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  const members = [...(value as JsonObject)].map(([name, inner]) => `${JSON.stringify(name)}:${jsonText(inner)}`);
  return `{${members.join(",")}}`;
}
