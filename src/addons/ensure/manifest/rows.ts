import { defaultKeyRequest } from "../../../cfssl/csr/shape.js";
import { type FileNames, filesOf, isStorePath, readFileNames } from "./file-names.js";
import { placeOf } from "./json.js";
import { itemsOf, Members, optionalDuration, optionalText, type Placed, refuse, textsOf } from "./members.js";
import { constraintMember, readNameConstraints, withoutConstraints } from "./name-constraints.js";
import { checkPlaceholders, expandText, type Node, type Nodes, nodesOf, type Scope } from "./nodes.js";
import { noOutputs } from "./output.js";
import { checkStorePath, expandOutputs, type OutputPattern, readOutputs } from "./outputs.js";
import { type Request, type RequestContext, readInlineRequest, readRequestFile } from "./request.js";
import type { KeyRow, Row, RowPattern } from "./row.js";

export interface RowContext extends RequestContext {
  readonly nodes: Nodes;
  /** Milliseconds for rows that do not say; null for a third of the lifetime. */
  readonly renewBefore: number | null;
  /** The names of files of rows that do not say. */
  readonly names: FileNames;
  /** The outputs of certificates that do not say. */
  readonly outputs: readonly OutputPattern[];
}

const rowMembers = ["ca", "profile", "request", "cn", "hosts", "renew-before", "files", "outputs"];
const caMembers = [...rowMembers, constraintMember];
const certificateMembers = ["each", ...rowMembers];

/** The rows of `cas` or `certificates`, expanded for their nodes. */
export function readRows(placed: Placed, kind: Row["kind"], context: RowContext): readonly Row[] {
  if (placed.value === undefined) return [];
  const table = new Members(placed, null, 'rows by name, such as { "web": { "ca": "ca", "request": "web-csr.json" } }');
  return table.names().flatMap((name) => readRow(table.at(name), name, kind, context));
}

function readRow(placed: Placed, name: string, kind: Row["kind"], context: RowContext): readonly Row[] {
  const known = kind === "ca" ? caMembers : certificateMembers;
  const members = new Members(placed, known, "a row, whose members are named like gencert's flags");
  const { nodes } = context;
  const each = members.at("each");
  const groups = each.value === undefined ? null : itemsOf(each, "groups of nodes");
  const machines = groups && nodesOf(groups, nodes);
  const scope = { nodes, hasNode: groups !== null, isList: false };
  checkPlaceholders(name, scope, placed);
  const [cn, hosts, request] = [members.at("cn"), members.at("hosts"), members.at("request")];
  const pattern: RowPattern = {
    ...{ kind, name, nodes, place: placeOf(placed.file, placed.place) },
    ca: optionalText(members.at("ca"), "the name of a row of cas"),
    profile: optionalText(members.at("profile"), "the name of a profile of the configuration") ?? "",
    renewBefore: optionalDuration(members.at("renew-before")) ?? context.renewBefore,
    cn: optionalText(cn, "the common name, in the place of the request's"),
    hosts: hosts.value === undefined ? null : textsOf(hosts, "hosts, in the place of the request's"),
    nameConstraints: kind === "ca" ? readNameConstraints(members.at(constraintMember), request) : null,
  };
  if (pattern.hosts?.length === 0) throw refuse(hosts, "is empty: leave it out to keep the request's hosts");
  if (kind === "certificate" && pattern.ca === null) throw refuse(placed, '"ca" is missing: the name of a row of cas');
  if (pattern.cn !== null) checkPlaceholders(pattern.cn, scope, cn);
  for (const [at, host] of (pattern.hosts ?? []).entries()) {
    checkPlaceholders(host, { ...scope, isList: true }, { ...hosts, place: `${hosts.place}[${at}]` });
  }
  const load = requestLoader(kind === "ca" ? withoutConstraints(request) : request, scope, context);
  const names = readFileNames(members.at("files"), ["certificate", "key"], context.names, scope);
  const outputs = outputsOf(members, scope) ?? (kind === "ca" ? [] : context.outputs);
  return (machines ?? [null]).map((node) => {
    const own = expandText(name, node, nodes)[0] ?? name;
    checkName(own, placed);
    const files = filesOf(names, own, node);
    for (const path of [files.certificate, files.key]) checkStorePath(path, members.at("files"));
    const loaded = load(node);
    const { algorithm } = loaded.spec.key ?? defaultKeyRequest();
    const row = { name: own, place: pattern.place, node, path: files.certificate, algorithm };
    const expanded = outputs.length === 0 ? noOutputs : expandOutputs(outputs, row);
    return { kind, name: own, files, pattern, node, request: loaded, outputs: expanded };
  });
}

/** The outputs that a row names; null if it names none. */
function outputsOf(members: Members, scope: Scope, isKey = false): readonly OutputPattern[] | null {
  const outputs = members.at("outputs");
  return outputs.value === undefined ? null : readOutputs(outputs, isKey, scope);
}

/** Reads the request of a row once, or for each node, if its path names the node. */
function requestLoader(
  placed: Placed,
  scope: { readonly nodes: Nodes; readonly hasNode: boolean; readonly isList: boolean },
  context: RowContext,
): (node: Node | null) => Request {
  const { value } = placed;
  if (value === undefined) throw refuse(placed, "is missing: the path of a request, or the request itself");
  if (typeof value !== "string") {
    const inline = readInlineRequest(placed, scope, context);
    return () => inline;
  }
  checkPlaceholders(value, scope, placed);
  const read = new Map<string, Request>();
  return (node) => {
    const [path = value] = expandText(value, node, scope.nodes);
    const request = read.get(path) ?? readRequestFile(placed, path, context);
    read.set(path, request);
    return request;
  };
}

/** The rows of `keys`. */
export function readKeyRows(placed: Placed, context: RowContext): readonly KeyRow[] {
  if (placed.value === undefined) return [];
  const table = new Members(
    placed,
    null,
    'keys by name, such as { "service-account": { "key": { "algo": "rsa", "size": 2048 } } }',
  );
  return table.names().map((name) => {
    const at = table.at(name);
    const members = new Members(
      at,
      ["key", "files", "outputs"],
      'a row such as { "key": { "algo": "rsa", "size": 2048 } }',
    );
    checkName(name, at);
    const key = members.at("key");
    const request = new Map(key.value === undefined ? [] : [["key", key.value]]);
    const scope = { nodes: context.nodes, hasNode: false, isList: false };
    const { spec } = readInlineRequest({ ...at, value: request }, scope, context);
    const own = spec.key ?? defaultKeyRequest();
    const names = readFileNames(members.at("files"), ["key", "publicKey"], context.names, scope);
    const files = filesOf(names, name, null);
    for (const path of [files.key, files.publicKey]) checkStorePath(path, members.at("files"));
    const place = placeOf(at.file, at.place);
    const row = { name, place, node: null, path: files.key, algorithm: own.algorithm };
    const outputs = expandOutputs(outputsOf(members, scope, true) ?? [], row);
    return { kind: "key", name, files, place, key: own, outputs };
  });
}

/** A name becomes a path below the store's top. */
function checkName(name: string, placed: Placed): void {
  if (isStorePath(name)) return;
  throw refuse(placed, `${JSON.stringify(name)} cannot be the name of files: they are NAME.pem and NAME-key.pem`);
}
