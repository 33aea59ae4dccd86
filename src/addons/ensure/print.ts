import { word } from "../check/mend/shell.js";
import type { Manifest } from "./manifest/manifest.js";
import { inlineText } from "./manifest/request.js";
import {
  certificatePath,
  commonNameOf,
  hostsOf,
  type KeyRow,
  keyPath,
  publicKeyPath,
  type Row,
} from "./manifest/row.js";

/**
 * The command lines of upstream that a manifest stands for, in the order in which they can run; a new key each. They are
 * for a POSIX shell in the manifest's folder.
 *
 * @param folder where the files go; "" for the manifest's folder
 */
export function gencertLines(
  manifest: Manifest,
  folder: string,
  isWanted: (row: Row | KeyRow) => boolean,
): readonly string[] {
  const place = (path: string) => (folder === "" ? path : `${folder.replace(/\/+$/, "")}/${path}`);
  const config = manifest.configPath ?? (manifest.configText === null ? null : "ca-config.json");
  const lines =
    manifest.configText === null || config === null
      ? []
      : [`printf '%s\\n' ${quoted(manifest.configText)} > ${config}`];
  const rows = [...manifest.authorities, ...manifest.certificates].filter(isWanted);
  for (const row of rows) lines.push(rowLine(row, config, place));
  for (const row of manifest.keys.filter(isWanted)) for (const line of keyLines(row, place)) lines.push(line);
  return lines;
}

function rowLine(row: Row, config: string | null, place: (path: string) => string): string {
  const { pattern, request } = row;
  const cn = commonNameOf(row);
  const hosts = hostsOf(row);
  const common = cn === null ? [] : [flag("cn", cn)];
  const bare = `| cfssljson -bare ${word(place(row.name))}`;
  const input = inputOf(row);
  if (pattern.ca === null) {
    return joined(input.start, ["cfssl gencert -initca", ...common, input.name, bare]);
  }
  const ca = { name: pattern.ca };
  const signing = [
    flag("ca", place(certificatePath(ca))),
    flag("ca-key", place(keyPath(ca))),
    ...(config === null ? [] : [flag("config", config)]),
    ...(pattern.profile === "" ? [] : [flag("profile", pattern.profile)]),
    ...(hosts === null || hosts.length === 0 ? [] : [flag("hostname", hosts.join(","))]),
  ];
  if (request.spec.ca === null) return joined(input.start, ["cfssl gencert", ...signing, ...common, input.name, bare]);
  // gencert -ca takes no request with a "ca" section; sign does.
  const own = joined(input.start, ["cfssl gencert -initca", ...common, input.name, bare]);
  return `${own} && cfssl sign ${[...signing, word(place(`${row.name}.csr`)), bare].join(" ")}`;
}

function inputOf({ request, node, pattern }: Row): { readonly start: string; readonly name: string } {
  if (request.path !== null) return { start: "", name: word(request.path) };
  const text = inlineText(request.inline, node, pattern.nodes);
  return { start: `printf '%s\\n' ${quoted(text)} | `, name: "-" };
}

function keyLines(row: KeyRow, place: (path: string) => string): readonly string[] {
  const request = JSON.stringify({ key: { algo: row.key.algorithm, size: Number(row.key.size) } });
  const [key, publicKey] = [word(place(keyPath(row))), word(place(publicKeyPath(row)))];
  return [
    `printf '%s\\n' ${quoted(request)} | cfssl genkey - | cfssljson -bare ${word(place(row.name))}`,
    `openssl pkey -in ${key} -pubout -out ${publicKey}`,
  ];
}

function joined(start: string, words: readonly string[]): string {
  return start + words.join(" ");
}

function flag(name: string, value: string): string {
  const text = word(value);
  return text === value ? `-${name}=${value}` : `-${name}=${text.replace(/^\.\//, "")}`;
}

/** A text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
