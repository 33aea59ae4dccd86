import { defaultKeyRequest } from "../../../cfssl/csr/shape.js";
import { placeOf } from "./json.js";
import { itemsOf, Members, optionalDuration, optionalText, type Placed, refuse, textsOf } from "./members.js";
import { checkPlaceholders, expandText, type Node, type Nodes, nodesOf } from "./nodes.js";
import { type Request, type RequestContext, readInlineRequest, readRequestFile } from "./request.js";
import type { KeyRow, Row, RowPattern } from "./row.js";

export interface RowContext extends RequestContext {
  readonly nodes: Nodes;
  /** Milliseconds for rows that do not say; null for a third of the lifetime. */
  readonly renewBefore: number | null;
}

const caMembers = ["ca", "profile", "request", "cn", "hosts", "renew-before"];
const certificateMembers = ["each", ...caMembers];

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
  };
  if (pattern.hosts?.length === 0) throw refuse(hosts, "is empty: leave it out to keep the request's hosts");
  if (kind === "certificate" && pattern.ca === null) throw refuse(placed, '"ca" is missing: the name of a row of cas');
  if (pattern.cn !== null) checkPlaceholders(pattern.cn, scope, cn);
  for (const [at, host] of (pattern.hosts ?? []).entries()) {
    checkPlaceholders(host, { ...scope, isList: true }, { ...hosts, place: `${hosts.place}[${at}]` });
  }
  const load = requestLoader(request, scope, context);
  return (machines ?? [null]).map((node) => {
    const own = expandText(name, node, nodes)[0] ?? name;
    checkName(own, placed);
    return { kind, name: own, pattern, node, request: load(node) };
  });
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
    const members = new Members(at, ["key"], 'a row such as { "key": { "algo": "rsa", "size": 2048 } }');
    checkName(name, at);
    const key = members.at("key");
    const request = new Map(key.value === undefined ? [] : [["key", key.value]]);
    const { spec } = readInlineRequest(
      { ...at, value: request },
      { nodes: context.nodes, hasNode: false, isList: false },
      context,
    );
    return { kind: "key", name, place: placeOf(at.file, at.place), key: spec.key ?? defaultKeyRequest() };
  });
}

/** A name becomes a path below the store's top. */
function checkName(name: string, placed: Placed): void {
  const parts = name.split("/");
  const isPath = parts.every((part) => part !== "" && part !== "." && part !== "..");
  if (isPath && !name.startsWith("-") && !/[\\{}\x00-\x1f\x7f]/.test(name) && name.length < 200) return;
  throw refuse(placed, `${JSON.stringify(name)} cannot be the name of files: they are NAME.pem and NAME-key.pem`);
}
