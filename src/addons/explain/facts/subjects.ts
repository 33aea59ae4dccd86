import { type FactRow, type Facts, host, quote, unquote } from "./row.js";

/** Who is meant: users, nodes, the other side's address, and marks of the certificate. */
export const subjectRows: readonly FactRow[] = [
  [
    /current time (\S+) is (after|before) (\d{4}-\d\d-\d\dT[\d:]+(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))/,
    ([, now = "", side = "", moment = ""], facts) => {
      facts.at = now;
      if (side === "after") facts.notAfter = moment;
      else facts.notBefore = moment;
    },
  ],
  [
    /(?:certificate (?:in \S+ )?is expired: |not valid after |NotAfter: ?)(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.0+)? ?(?:\+00:?00(?::00)?|Z|UTC)/,
    ([, day = "", time = ""], facts) => {
      facts.notAfter = `${day}T${time}Z`;
    },
  ],
  [/verification time \d+ \(UNIX\), but certificate is not valid (after|before) (\d+)/, unixTime],
  [/Not(After|Before): (\w{3} \w{3} \d\d \d\d:\d\d:\d\d) (?:UTC|GMT|Z) (\d{4})/, javaTime],
  [
    /\bSN=(\d+)(?:, SKID=([0-9A-F:]*))?(?:, AKID=([0-9A-F:]*))?/i,
    ([, serial = "", keyId = "", issuerKeyId = ""], facts) => {
      facts.serial = serial;
      if (keyId) facts.keyId = hexOf(keyId);
      if (issuerKeyId) facts.issuerKeyId = hexOf(issuerKeyId);
    },
  ],
  [
    new RegExp(`[Uu]ser(?: |=)${quote}([^"\\\\]+)${unquote} (?:groups \\[.*?\\] )?cannot`),
    ([, user = ""], facts) => {
      facts.user = user;
    },
  ],
  [
    new RegExp(
      `node ${quote}([^"\\\\]+)${unquote} is not allowed to (?:modify|access|read|get) (?:node|[a-z.]+) ${quote}([^"\\\\]+)`,
    ),
    ([, user = "", node = ""], facts) => {
      facts.user = user.startsWith("system:node:") ? user : `system:node:${user}`;
      facts.node = node;
    },
  ],
  [
    new RegExp(
      `(?:can ?not modify node |[Uu]nable to register node |nodes |leases\\.coordination\\.k8s\\.io |csinodes\\.storage\\.k8s\\.io |\\bnode=)${quote}([^"\\\\]+)${unquote}`,
    ),
    isNode,
  ],
  [new RegExp(`(?:kubelet_summary:|from [Kk]ubelet )${host}`), isNode],
  [
    new RegExp(`candidate authority certificate ${quote}([^"\\\\]*)`),
    ([, name = ""], facts) => {
      facts.authority = name;
    },
  ],
  [
    /subject with cn=([^\s,]+) is not in the allowed list/i,
    ([, name = ""], facts) => {
      facts.commonName = name;
    },
  ],
  [/\b(?:rejected connection|TLS handshake error|bad certificate) from \\*"?\[?([0-9A-Fa-f.:]+?)\]?:\d+/, isPeer],
  [/"remote-addr":"\[?([0-9A-Fa-f.:]+?)\]?:\d+"/, isPeer],
  [/\bclient: ([0-9A-Fa-f.:]+), server: ?/, isPeer],
];

function isNode([, node = ""]: RegExpExecArray, facts: Facts): void {
  facts.node ??= node;
}

function isPeer([, peer = ""]: RegExpExecArray, facts: Facts): void {
  facts.peer = peer;
}

function unixTime([, side = "", seconds = ""]: RegExpExecArray, facts: Facts): void {
  setLimit(facts, side, Number(seconds) * 1000);
}

function javaTime([, side = "", moment = "", year = ""]: RegExpExecArray, facts: Facts): void {
  setLimit(facts, side.toLowerCase(), Date.parse(`${moment.slice(4)} ${year} UTC`));
}

function setLimit(facts: Facts, side: string, milliseconds: number): void {
  // No number of a text is sure to be a date.
  if (!(Math.abs(milliseconds) <= 8.64e15)) return;
  const moment = new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
  if (side === "after") facts.notAfter = moment;
  else facts.notBefore = moment;
}

function hexOf(text: string): string {
  return text.replaceAll(":", "").toLowerCase();
}
