import { word } from "../check/mend/shell.js";
import type { Manifest } from "./manifest/manifest.js";
import { inlineText } from "./manifest/request.js";
import { rollFiles } from "./manifest/roll-files.js";
import {
  certificatePath,
  commonNameOf,
  hostsOf,
  type KeyRow,
  keyPath,
  pathsOf,
  publicKeyPath,
  type Row,
} from "./manifest/row.js";
import { exportLine } from "./print-outputs.js";
import { flag, folderOf, type Place, quoted } from "./print-words.js";

/**
 * The command lines of upstream that a manifest stands for, in the order in which they can run; a new key each. Where
 * cfssljson cannot give a file its name, `mv` does. Outputs are calls of `cfssl export`. They are for a POSIX shell in
 * the manifest's folder.
 *
 * @param folder where the files go; "" for the manifest's folder
 * @param hasFile whether the store has a file
 */
export function gencertLines(
  manifest: Manifest,
  folder: string,
  isWanted: (row: Row | KeyRow) => boolean,
  hasFile: (path: string) => boolean,
): readonly string[] {
  const place = (path: string) => (folder === "" ? path : `${folder.replace(/\/+$/, "")}/${path}`);
  const config = manifest.configPath ?? (manifest.configText === null ? null : "ca-config.json");
  const lines =
    manifest.configText === null || config === null
      ? []
      : [`printf '%s\\n' ${quoted(manifest.configText)} > ${config}`];
  const rows = [...manifest.authorities, ...manifest.certificates].filter(isWanted);
  const keys = manifest.keys.filter(isWanted);
  const paths = allPaths([...manifest.authorities, ...manifest.certificates, ...manifest.keys]);
  const folders = new Set(allPaths([...rows, ...keys]).map(folderOf));
  folders.delete("");
  if (folders.size > 0) lines.push(`mkdir -p ${[...folders].map((each) => word(place(each))).join(" ")}`);
  const cas = new Map(manifest.authorities.map((row) => [row.name, row]));
  const taken = new Set(paths);
  // While a CA is rolled over, its own file holds two certificates, which -ca does not take.
  const signerOf = (ca: Row) => {
    const { signing } = rollFiles(ca);
    return place(!isWanted(ca) && hasFile(signing) ? signing : certificatePath(ca));
  };
  for (const row of rows) {
    if (row.pattern.nameConstraints) {
      lines.push(`# The next line makes ${row.name} without its name constraints, which cfssl cannot make.`);
    }
    lines.push(rowLine(row, cas, config, place, taken, signerOf));
  }
  for (const row of keys) for (const line of keyLines(row, place, taken)) lines.push(line);
  for (const row of [...rows, ...keys]) {
    for (const output of row.outputs) lines.push(exportLine(output, row, cas, place));
  }
  return lines;
}

function allPaths(rows: readonly (Row | KeyRow)[]): readonly string[] {
  return rows.flatMap((row) => [...pathsOf(row), ...row.outputs.map(({ path }) => path)]);
}

/** What cfssljson is given, and the command that then renames its files; "" if they have their names. */
function bareOf(row: Row | KeyRow, place: Place, taken: ReadonlySet<string>) {
  const wanted = row.kind === "key" ? [] : [[".pem", certificatePath(row)] as const];
  const moves = [...wanted, ["-key.pem", keyPath(row)] as const];
  const own = new Set(moves.map(([, path]) => path));
  const isFree = (path: string) => own.has(path) || !taken.has(path);
  const stem = keyPath(row).replace(/(?:-key\.pem|\.key|\.pem)$/, "");
  const names = [stem, row.name, `${stem}-new`];
  // A name whose files would be another's is no good even for a moment.
  const name = names.find((each) => moves.every(([ending]) => isFree(each + ending))) ?? `${stem}-made`;
  const commands = moves
    .filter(([ending, path]) => name + ending !== path)
    .map(([ending, path]) => ` && mv ${word(place(name + ending))} ${word(place(path))}`);
  return { name, move: commands.join("") };
}

function rowLine(
  row: Row,
  cas: ReadonlyMap<string, Row>,
  config: string | null,
  place: Place,
  taken: ReadonlySet<string>,
  signerOf: (ca: Row) => string,
): string {
  const { pattern, request } = row;
  const cn = commonNameOf(row);
  const hosts = hostsOf(row);
  const common = cn === null ? [] : [flag("cn", cn)];
  const { name, move } = bareOf(row, place, taken);
  const bare = `| cfssljson -bare ${word(place(name))}`;
  const input = inputOf(row);
  const ca = pattern.ca === null ? undefined : cas.get(pattern.ca);
  if (!ca) return joined(input.start, ["cfssl gencert -initca", ...common, input.name, bare]) + move;
  const signing = [
    flag("ca", signerOf(ca)),
    flag("ca-key", place(keyPath(ca))),
    ...(config === null ? [] : [flag("config", config)]),
    ...(pattern.profile === "" ? [] : [flag("profile", pattern.profile)]),
    ...(hosts === null || hosts.length === 0 ? [] : [flag("hostname", hosts.join(","))]),
  ];
  if (request.spec.ca === null) {
    return joined(input.start, ["cfssl gencert", ...signing, ...common, input.name, bare]) + move;
  }
  // gencert -ca takes no request with a "ca" section; sign does.
  const own = joined(input.start, ["cfssl gencert -initca", ...common, input.name, bare]);
  return `${own} && cfssl sign ${[...signing, word(place(`${name}.csr`)), bare].join(" ")}${move}`;
}

function inputOf({ request, node, pattern }: Row): { readonly start: string; readonly name: string } {
  if (request.path !== null) return { start: "", name: word(request.path) };
  const text = inlineText(request.inline, node, pattern.nodes);
  return { start: `printf '%s\\n' ${quoted(text)} | `, name: "-" };
}

function keyLines(row: KeyRow, place: Place, taken: ReadonlySet<string>): readonly string[] {
  const request = JSON.stringify({ key: { algo: row.key.algorithm, size: Number(row.key.size) } });
  const [key, publicKey] = [word(place(keyPath(row))), word(place(publicKeyPath(row)))];
  const { name, move } = bareOf(row, place, taken);
  return [
    `printf '%s\\n' ${quoted(request)} | cfssl genkey - | cfssljson -bare ${word(place(name))}${move}`,
    `openssl pkey -in ${key} -pubout -out ${publicKey}`,
  ];
}

function joined(start: string, words: readonly string[]): string {
  return start + words.join(" ");
}
