import { isIP } from "node:net";

/**
 * @typedef {object} Node
 * @property {string} name
 * @property {readonly string[]} hosts its name, then its addresses and other names
 */

const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const dnsName = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})*$`);

/**
 * Reads a list of nodes, and reports every mistake in it at once. cfssl itself checks no names: `10.0.0.1/24` would
 * become a DNS name that nobody can dial.
 *
 * @param {string} text a node a line: `NAME ADDRESS-OR-NAME …`; `#` begins a comment
 * @returns {Node[]}
 */
export function parseNodes(text) {
  const nodes = /** @type {Map<string, Node>} */ (new Map());
  const problems = /** @type {string[]} */ ([]);
  for (const [index, line] of text.split("\n").entries()) {
    const [name, ...others] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (name === undefined || name === "") continue;
    const at = `line ${index + 1}`;
    if (!isName(name)) problems.push(`${at}: ${name} is not a node's name`);
    if (nodes.has(name)) problems.push(`${at}: ${name} is listed twice`);
    if (!others.some((other) => isIP(other) !== 0)) problems.push(`${at}: ${name} has no IP address`);
    for (const other of others) {
      if (isIP(other) === 0 && !isName(other)) problems.push(`${at}: ${other} is neither an IP address nor a DNS name`);
    }
    nodes.set(name, { name, hosts: [...new Set([name, ...others])] });
  }
  if (nodes.size === 0 && problems.length === 0) problems.push("no node is listed");
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return [...nodes.values()];
}

/**
 * A DNS name in lower case, as Kubernetes wants it. What ends in a number is meant as an address.
 *
 * @param {string} text
 */
function isName(text) {
  return dnsName.test(text) && !/(^|\.)\d+$/.test(text);
}
