import { parseIp } from "../../../go/net.js";
import { Members, type Placed, refuse, textOf } from "./members.js";
import { didYouMean } from "./nearest.js";

/** A machine of a group. */
export interface Node {
  readonly name: string;
  readonly ip: string;
}

/** Machines by group, in their order. */
export type Nodes = ReadonlyMap<string, readonly Node[]>;

const example = '{ "workers": { "worker-1": "192.168.1.21" } }';

export function readNodes(placed: Placed): Nodes {
  const nodes = new Map<string, readonly Node[]>();
  if (placed.value === undefined) return nodes;
  const groups = new Members(placed, null, `groups of machines, such as ${example}`);
  for (const group of groups.names()) {
    if (!/^[\w-]+$/.test(group)) throw refuse(groups.at(group), "a group's name has letters, digits, - and _ only");
    nodes.set(group, readGroup(groups.at(group)));
  }
  return nodes;
}

function readGroup(placed: Placed): readonly Node[] {
  const members = new Members(placed, null, 'the addresses of machines by name, such as { "cp-1": "192.168.1.11" }');
  return members.names().map((name) => {
    const at = members.at(name);
    const ip = textOf(at, "the machine's IP address");
    if (parseIp(ip) === null) throw refuse(at, `must be an IP address, not ${JSON.stringify(ip)}`);
    if (name === "" || /[/\\{}\x00-\x1f\x7f]/.test(name)) throw refuse(at, "a machine's name cannot have this form");
    return { name, ip };
  });
}

/** The machines of the groups, each once. */
export function nodesOf(groups: readonly Placed[], nodes: Nodes): readonly Node[] {
  const found = new Map<string, Node>();
  for (const group of groups) {
    const name = textOf(group, "the name of a group of nodes");
    const members = nodes.get(name);
    if (!members) throw refuse(group, unknownGroup(name, nodes));
    for (const node of members) {
      const other = found.get(node.name);
      if (other && other.ip !== node.ip) {
        throw refuse(group, `the node ${node.name} is ${other.ip} in one group and ${node.ip} in another`);
      }
      found.set(node.name, node);
    }
  }
  return [...found.values()];
}

function unknownGroup(name: string, nodes: Nodes): string {
  const near = didYouMean(name, nodes.keys());
  return `there is no group ${JSON.stringify(name)} in nodes${near || `; there are ${[...nodes.keys()].join(", ") || "none"}`}`;
}

const placeholder = /\{([^{}]*)\}/g;

/** What may stand in a text: {name} and {ip} of the row's node, and in lists all names or addresses of a group. */
export interface Scope {
  readonly nodes: Nodes;
  readonly hasNode: boolean;
  readonly isList: boolean;
  /** Whether {row} is the row's name. */
  readonly hasRow?: boolean;
}

/**
 * Checks the placeholders of a text.
 *
 * @throws EnsureError for one that has no value here
 */
export function checkPlaceholders(text: string, scope: Scope, place: Placed): void {
  const { nodes, hasNode, isList, hasRow } = scope;
  let groups = 0;
  for (const [whole, word = ""] of text.matchAll(placeholder)) {
    if (hasRow && word === "row") continue;
    if (word === "name" || word === "ip") {
      if (hasNode) continue;
      throw refuse(place, `${whole} has no value here; give the row "each", or name a group: {GROUP.${word}}`);
    }
    const [, group = "", member = ""] = /^([\w-]+)\.(\w+)$/.exec(word) ?? [];
    if (member !== "name" && member !== "ip") {
      const all = ["name", "ip", ...[...nodes.keys()].flatMap((each) => [`${each}.name`, `${each}.ip`])];
      const near = didYouMean(word, all);
      throw refuse(
        place,
        `there is no placeholder ${whole}${near || "; there are {name}, {ip}, {GROUP.name}, {GROUP.ip}"}`,
      );
    }
    if (!nodes.has(group)) throw refuse(place, `${whole}: ${unknownGroup(group, nodes)}`);
    if (!isList) throw refuse(place, `${whole} stands for a list, which only hosts can hold`);
    if (++groups > 1) throw refuse(place, "a text may have one list only");
  }
}

/** The texts that a checked one stands for: one for each node of a group that it names. */
export function expandText(text: string, node: Node | null, nodes: Nodes): readonly string[] {
  if (!text.includes("{")) return [text];
  const own = text.replace(/\{(name|ip)\}/g, (whole, word: "name" | "ip") => node?.[word] ?? whole);
  if (!own.includes("{")) return [own];
  const [whole, group, member] = /\{([\w-]+)\.(name|ip)\}/.exec(own) ?? [];
  if (whole === undefined || group === undefined) return [own];
  return (nodes.get(group) ?? []).map((each) => own.replaceAll(whole, each[member === "ip" ? "ip" : "name"]));
}
