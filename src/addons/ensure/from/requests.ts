import { decodeRequest, type RequestShapeRules, type RequestSpec } from "../../../cfssl/csr/shape.js";
import { GoError } from "../../../go/errors.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import type { Inventory } from "../../inventory/inventory.js";
import type { IssuingCall } from "../../inventory/issuing-calls.js";
import { baseName, parentOf } from "../../inventory/tree.js";
import { asWritable, type Writable } from "../json-text.js";
import { EnsureError } from "../manifest/errors.js";
import { readJson } from "../manifest/json.js";
import { caSectionFrom, requestFrom } from "./derive.js";
import { stemOf } from "./names.js";
import type { Pair } from "./pairs.js";

/** A request that a certificate may have been made from. */
export interface Source {
  /** Its path, or itself. */
  readonly request: string | Writable;
  readonly spec: RequestSpec;
  /** Whether it is read from the certificate. */
  readonly isDerived: boolean;
}

/** What a folder tells of where its certificates come from. */
export interface Origins {
  /** The calls of scripts that made it. */
  callsFor(pair: Pair): readonly IssuingCall[];
  /** The requests, the likeliest first; the last one is read from the certificate. */
  sourcesFor(pair: Pair, isRoot: boolean): readonly Source[];
}

export function findOrigins(inventory: Inventory, rules: RequestShapeRules): Origins {
  const { calls, requestFiles, finder, tree } = inventory;
  const bytesOf = new Map(tree.files.map(({ path, bytes }) => [path, bytes]));
  const byPath = new Map(requestFiles.map((file) => [file.path, file]));
  const byName = new Map<string, IssuingCall[]>();
  for (const call of calls) {
    if (call.baseName === "") continue;
    const [own, renamed] = [".pem", ".crt"].map((ending) => finder.find(call.baseName + ending, call.path));
    const path = own ?? renamed ?? null;
    if (path !== null) byName.set(path, [...(byName.get(path) ?? []), call]);
  }
  const callsFor = ({ path }: Pair) => byName.get(path) ?? [];
  const fromFile = (path: string): Source | null => {
    const bytes = bytesOf.get(path);
    const spec = bytes && decode(bytes, rules);
    return spec ? { request: path, spec, isDerived: false } : null;
  };
  return {
    callsFor,
    sourcesFor(pair, isRoot) {
      const sources: Source[] = [];
      const paths = new Set<string>();
      const addFile = (path: string | null) => {
        if (path === null || paths.has(path) || !byPath.has(path)) return;
        paths.add(path);
        const source = fromFile(path);
        if (source) sources.push(source);
      };
      for (const { request, requestText, path } of callsFor(pair)) {
        addFile(request === "" || request === "-" ? null : finder.find(request, path));
        const inline = requestText === null || sources.length > 0 ? null : fromText(requestText, rules);
        if (inline) sources.push(inline);
      }
      const base = baseName(stemOf(pair.path));
      const names = [
        `${base}-csr.json`,
        `${base}.json`,
        `${base}.csr.json`,
        `${base}_csr.json`,
        `${base}-request.json`,
      ];
      const folder = parentOf(pair.path);
      for (const name of names) addFile(folder === "" ? name : `${folder}/${name}`);
      for (const { path } of requestFiles) if (names.includes(baseName(path))) addFile(path);
      const { commonName } = pair.certificate.subject;
      const alike = requestFiles.filter((file) => file.commonName === commonName && commonName !== "");
      for (const { path } of alike.slice(0, mostAlike)) addFile(path);
      return [...sources, derived(pair, isRoot, rules)];
    },
  };
}

const mostAlike = 3;

function decode(bytes: Uint8Array, rules: RequestShapeRules): RequestSpec | null {
  try {
    return decodeRequest(bytes, rules);
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

/** A request that a script writes; null if it has variables that are not known. */
function fromText(text: string, rules: RequestShapeRules): Source | null {
  const bytes = encodeUtf8(text);
  if (/\$[\w({]/.test(text)) return null;
  try {
    const request = asWritable(readJson(bytes, "request"));
    const spec = decode(bytes, rules);
    return spec && { request, spec, isDerived: false };
  } catch (cause) {
    if (cause instanceof EnsureError) return null;
    throw cause;
  }
}

function derived({ certificate }: Pair, isRoot: boolean, rules: RequestShapeRules): Source {
  const request = { ...requestFrom(certificate), ...(isRoot ? { ca: caSectionFrom(certificate) } : {}) };
  const written = new Map(
    Object.entries(request).flatMap(([name, each]) => (each === undefined ? [] : [[name, each]])),
  );
  const spec = decode(encodeUtf8(JSON.stringify(request)), rules);
  if (!spec) throw new Error("a request that was made here cannot be read");
  return { request: written as ReadonlyMap<string, Writable>, spec, isDerived: true };
}
