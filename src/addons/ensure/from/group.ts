import { formatIp } from "../../../go/net.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { isLoopback } from "../../check/rules/hosts.js";
import { baseName } from "../../inventory/tree.js";
import type { Writable } from "../json-text.js";
import { type Draft, rowOf } from "./draft.js";

/** A row of a certificate, before rows of one form become one. */
export interface PlainRow {
  readonly name: string;
  readonly draft: Draft;
  readonly certificate: Certificate;
}

export interface Grouped {
  /** Addresses by group and name. */
  readonly nodes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly certificates: ReadonlyMap<string, Writable>;
  /** The profiles that they name. */
  readonly profiles: readonly string[];
}

/** A row as one of a node's: with placeholders for the node's name and address. */
interface Form {
  readonly row: PlainRow;
  readonly node: string;
  readonly ip: string;
  readonly pattern: { readonly name: string; readonly draft: Draft };
}

/** Writes rows as they are. */
export function plainRows(rows: readonly PlainRow[]): Grouped {
  const certificates = new Map(rows.map(({ name, draft }) => [name, rowOf(draft)]));
  return { nodes: new Map(), certificates, profiles: rows.map(({ draft }) => draft.profile) };
}

/** Makes one row with `each` of rows that differ by the name and the address of a machine alone. */
export function groupRows(rows: readonly PlainRow[]): Grouped {
  const byForm = new Map<string, Form[]>();
  for (const row of rows) {
    for (const form of formsOf(row)) {
      const id = JSON.stringify([form.pattern.name, textOf(form.pattern.draft)]);
      const same = byForm.get(id);
      if (same) same.push(form);
      else byForm.set(id, [form]);
    }
  }
  const grouped = new Map<PlainRow, readonly Form[]>();
  for (const forms of [...byForm.values()].sort((a, b) => b.length - a.length)) {
    const free = forms.filter(({ row }) => !grouped.has(row));
    if (free.length < 2 || new Set(free.map(({ node }) => node)).size < free.length) continue;
    for (const { row } of free) grouped.set(row, free);
  }
  const nodes = new Map<string, ReadonlyMap<string, string>>();
  const certificates = new Map<string, Writable>();
  for (const row of rows) {
    const forms = grouped.get(row);
    const [first] = forms ?? [];
    if (!forms || !first) certificates.set(row.name, rowOf(row.draft));
    else if (first.row === row) {
      certificates.set(first.pattern.name, rowOf(first.pattern.draft, [groupOf(forms, nodes)]));
    }
  }
  return { nodes, certificates, profiles: rows.map(({ draft }) => draft.profile) };
}

function formsOf(row: PlainRow): readonly Form[] {
  const { dnsNames, ipAddresses, subject } = row.certificate;
  if (hasBraces(row)) return [];
  const [own, folders] = [baseName(row.name), row.name.split("/")];
  const names = new Set([...dnsNames, subject.commonName, subject.commonName.split(":").at(-1) ?? ""]);
  const ips = ipAddresses.map(formatIp).filter((ip) => !isLoopback(ip));
  return [...names].flatMap((node) => {
    if (!isMachine(node, subject.commonName) || !(own.includes(node) || folders.includes(node))) return [];
    return ips.flatMap((ip) => {
      const put = (text: string) => text.replaceAll(node, "{name}").replaceAll(ip, "{ip}");
      const pattern = { name: put(row.name), draft: mapDraft(row.draft, put) };
      // Which of several is the machine's, only its place in the row can tell.
      return ips.length === 1 || textOf(pattern.draft).includes("{ip}") ? [{ row, node, ip, pattern }] : [];
    });
  });
}

/** Whether a name is a machine's: it is numbered, or that of a kubelet. */
function isMachine(name: string, commonName: string): boolean {
  const isNamed = /^[\w.-]*\d[\w.-]*$/.test(name) || commonName === `system:node:${name}`;
  return isNamed && !/[/\\{}\s]/.test(name);
}

/** Whether a text of a row would be taken for a placeholder. */
function hasBraces({ name, draft }: PlainRow): boolean {
  let isFound = /[{}]/.test(name);
  mapDraft(draft, (text) => {
    isFound ||= /[{}]/.test(text);
    return text;
  });
  return isFound;
}

function mapDraft(draft: Draft, put: (text: string) => string): Draft {
  const { request, cn, hosts, files } = draft;
  return {
    ...draft,
    request: typeof request === "string" ? put(request) : mapTexts(request, put),
    cn: cn === null ? null : put(cn),
    hosts: hosts?.map(put) ?? null,
    // The name of a layout is none of a machine's.
    files: typeof files === "string" || files === undefined ? files : mapTexts(files, put),
  };
}

function mapTexts(value: Writable, put: (text: string) => string): Writable {
  if (typeof value === "string") return put(value);
  if (Array.isArray(value)) return value.map((item: Writable) => mapTexts(item, put));
  if (value === null || typeof value !== "object") return value;
  const members: Iterable<[string, Writable | undefined]> = value instanceof Map ? value : Object.entries(value);
  const mapped = new Map<string, Writable>();
  for (const [name, each] of members) if (each !== undefined) mapped.set(name, mapTexts(each, put));
  return mapped;
}

/** A text that two drafts share only if they are the same. */
function textOf(draft: Draft): string {
  return JSON.stringify(rowOf(draft), (_, value: unknown) => (value instanceof Map ? [...value] : value));
}

/** The group of the machines of some rows, which is added to `nodes` if it is not there. */
function groupOf(forms: readonly Form[], nodes: Map<string, ReadonlyMap<string, string>>): string {
  const machines = new Map(forms.map(({ node, ip }) => [node, ip]));
  const same = [...nodes].find(
    ([, each]) => each.size === machines.size && [...machines].every(([name, ip]) => each.get(name) === ip),
  );
  if (same) return same[0];
  const stems = new Set([...machines.keys()].map((name) => name.split(".")[0]?.replace(/[-_]?\d+$/, "") ?? ""));
  const [stem = ""] = stems.size === 1 ? stems : [];
  const usual = groupName(forms[0]?.pattern.name ?? "", stem);
  let name = usual;
  for (let at = 2; nodes.has(name); at++) name = `${usual}-${at}`;
  nodes.set(name, machines);
  return name;
}

function groupName(pattern: string, stem: string): string {
  if (/etcd/i.test(pattern) || /^(?:etcd|infra)/i.test(stem)) return "etcd";
  if (/^(?:cp|control|controller|control-plane|master)$/i.test(stem)) return "masters";
  if (/^[\w-]+$/.test(stem) && /[a-z]$/i.test(stem)) return `${stem}s`;
  return "nodes";
}
