import { parseIp } from "../../../go/net.js";
import { firstAddress } from "../../check/rules/hosts.js";
import { EnsureError } from "../manifest/errors.js";
import type { Node } from "../manifest/nodes.js";

/** What a person says about the PKI to begin with, as the flags have it; an answer that is not given is empty. */
export interface Answers {
  readonly masters: readonly string[];
  readonly workers: readonly string[];
  readonly etcd: readonly string[];
  readonly "service-cidr": readonly string[];
  readonly domain: readonly string[];
  readonly balancer: readonly string[];
  readonly hosts: readonly string[];
}

export type Question = keyof Answers;

/** The answers that nobody gave. */
export const noAnswers: Answers = {
  ...{ masters: [], workers: [], etcd: [], "service-cidr": [], domain: [], balancer: [], hosts: [] },
};

/** An error for an answer: one line with the flag and the remedy. */
export function refuseAnswer(question: Question, text: string): EnsureError {
  return new EnsureError(`-${question}: ${text}`);
}

/** Names of Kubernetes' nodes (RFC 1123 subdomains), which are names of hosts too. */
function isNodeName(name: string): boolean {
  return name.length <= 253 && name.split(".").every(isLabel);
}

function isLabel(label: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label);
}

/** Names of hosts as certificates have them; the first label may be a wildcard. */
function isHostName(name: string): boolean {
  return name.length <= 253 && isNodeName(name.toLowerCase().replace(/^\*\.(?=.)/, "x."));
}

/** The machines of a list of NAME=ADDRESS. */
export function readMachines(question: "masters" | "workers" | "etcd", answers: Answers): readonly Node[] {
  const example = `${question === "workers" ? "worker" : question === "etcd" ? "etcd" : "cp"}-1=192.168.1.11`;
  const machines: Node[] = [];
  for (const text of answers[question]) {
    const quoted = JSON.stringify(text);
    const at = text.indexOf("=");
    if (at <= 0) throw refuseAnswer(question, `${quoted} must be a name and an address, such as ${example}`);
    const [name, ip] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    if (!isNodeName(name)) {
      const rule = "has small letters, digits, - and . only, as kubectl get nodes shows it";
      throw refuseAnswer(question, `a machine's name ${rule}: ${JSON.stringify(name)} cannot be one`);
    }
    checkAddress(question, name, ip);
    const same = machines.find((each) => each.name === name || each.ip === ip);
    if (same?.name === name) throw refuseAnswer(question, `${name} is there twice: name each machine once`);
    if (same) throw refuseAnswer(question, `${same.name} and ${name} have the same address ${ip}: correct one of them`);
    machines.push({ name, ip });
  }
  return machines;
}

function checkAddress(question: Question, name: string, ip: string): void {
  const bytes = parseIp(ip);
  const [bare = ""] = ip.replace(/^\[(.*)\]$/, "$1").split("/");
  const hint = parseIp(bare) === null ? "" : `; write ${name}=${bare}`;
  if (bytes === null || ip !== ip.trim()) {
    throw refuseAnswer(question, `${name}: ${JSON.stringify(ip)} is no IP address${hint || ", such as 192.168.1.11"}`);
  }
  if (bytes.every((byte) => byte === 0)) {
    throw refuseAnswer(question, `${name}: ${ip} stands for all addresses; give the one that others dial`);
  }
}

/** Refuses a machine that two lists have with different addresses, and one address of two machines. */
export function checkTogether(
  ...lists: readonly (readonly [question: "masters" | "workers" | "etcd", machines: readonly Node[]])[]
): void {
  for (const [at, [question, machines]] of lists.entries()) {
    for (const { name, ip } of machines) {
      for (const [other, before] of lists.slice(0, at)) {
        const same = before.find((each) => each.name === name || each.ip === ip);
        if (!same || (same.name === name && same.ip === ip)) continue;
        const text =
          same.name === name
            ? `${name} is ${ip} here and ${same.ip} in -${other}: a machine has one address in both`
            : `${name} has the address ${ip} of ${same.name} in -${other}: correct one of them`;
        throw refuseAnswer(question, text);
      }
    }
  }
}

/** The fewest addresses that kube-apiserver takes as its range are 8. */
const fewestBits = 3;

/** The first addresses of ranges of services, at which pods find the API server. */
export function readServiceAddresses(answers: Answers, usual: string): readonly string[] {
  const ranges = answers["service-cidr"].length === 0 ? [usual] : answers["service-cidr"];
  return ranges.map((range) => {
    const [network = "", length = "", ...rest] = range.split("/");
    const bytes = parseIp(network);
    const first = firstAddress(range);
    const bits = (bytes?.length ?? 0) * 8;
    if (bytes === null || first === null || rest.length > 0 || Number(length) > bits) {
      throw refuseAnswer("service-cidr", `${JSON.stringify(range)} must be a range such as 10.96.0.0/12`);
    }
    if (bits - Number(length) < fewestBits) {
      throw refuseAnswer(
        "service-cidr",
        `${range} has too few addresses for services; a usual range is ${bits === 32 ? "10.96.0.0/12" : "fd00:10:96::/112"}`,
      );
    }
    return first;
  });
}

/** A domain as cluster DNS has it. */
export function readDomain({ domain: texts }: Answers, usual: string): string {
  const [domain = usual, ...others] = texts;
  if (others.length > 0) throw refuseAnswer("domain", "a cluster has one domain; give it once");
  if (domain.endsWith(".")) {
    throw refuseAnswer("domain", `leave out the dot at the end: ${domain.replace(/\.+$/, "") || usual}`);
  }
  if (!isNodeName(domain)) throw refuseAnswer("domain", `${JSON.stringify(domain)} must be a domain such as ${usual}`);
  return domain;
}

/** Names and addresses that clients dial. */
export function readDialled(question: "balancer" | "hosts", answers: Answers): readonly string[] {
  const hosts: string[] = [];
  for (const text of answers[question]) {
    const isHost = parseIp(text) !== null || (isHostName(text) && !/^[\d.]+$/.test(text));
    if (!isHost) {
      const [, bare = ""] = /^(?:[a-z]+:\/\/)?(\[[^\]]+\]|[^/:]+)(?::\d+)?\.?(?:\/.*)?$/i.exec(text) ?? [];
      const host = bare.replace(/^\[|\]$|\.$/g, "");
      const isMeant = host !== text && (parseIp(host) !== null || (isHostName(host) && !/^[\d.]+$/.test(host)));
      const remedy = isMeant ? `write ${host}` : "give names and addresses such as api.example.com,192.168.1.10";
      throw refuseAnswer(question, `${JSON.stringify(text)} is neither a name nor an IP address: ${remedy}`);
    }
    if (!hosts.includes(text)) hosts.push(text);
  }
  return hosts;
}
