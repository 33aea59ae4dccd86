import type { Facts } from "../../addons/check/scene/facts.js";
import { type Role, roles } from "../../addons/inventory/use.js";
import { parseIp } from "../../go/net.js";
import { Refusal } from "../exit-code.js";
import type { Flags } from "../flags.js";
import type { FlagHelp } from "../help/page.js";
import { freeText } from "../help/value-kind.js";

/** The flags that say of a cluster what no file says. */
export const factFlags: readonly FlagHelp[] = [
  {
    ...{ name: "service-cidr", kind: "string", default: "", placeholder: "RANGES", takes: freeText },
    description: "ranges of service addresses, where no file tells them: 10.96.0.0/12",
  },
  {
    ...{ name: "host", kind: "string", default: "", placeholder: "HOSTS", takes: freeText },
    description: "hosts by which clients dial the API server, separated by commas",
  },
  {
    ...{ name: "node", kind: "list", default: [], placeholder: "NAME=IP", takes: freeText },
    description: "a node of the cluster and its address",
  },
  {
    ...{ name: "role", kind: "list", default: [], placeholder: "FILE=ROLE", takes: freeText },
    description: "what a file is for, where no file tells it: web.pem=server, or ca.pem=client-ca",
  },
];

/** The flag of the moment for which files are checked. */
export const momentFlag: FlagHelp = {
  ...{ name: "at", kind: "string", default: "", placeholder: "TIME", takes: freeText },
  description: "check as of this time (RFC 3339); the default is now",
};

/**
 * What the flags say of a cluster.
 *
 * @param within milliseconds before its end in which a certificate is reported
 * @throws Refusal with exit code 2 for a value that cannot be meant
 */
export function factsOf(flags: Flags, within: number, clock: () => number, hasFile: (path: string) => boolean): Facts {
  return {
    now: momentOf(flags.text("at")) ?? clock(),
    within,
    serviceCidrs: split(flags.text("service-cidr")).map(checkedCidr),
    hosts: split(flags.text("host")),
    nodes: new Map(flags.list("node").map((text) => pairOf("-node", text, "NAME=IP"))),
    roles: new Map(
      flags.list("role").map((text) => {
        const [path, role] = pairOf("-role", text, "FILE=ROLE");
        if (!hasFile(path)) throw new Refusal(`-role: ${path} is not among the files that were read`, 2);
        return [path, checkedRole(role)];
      }),
    ),
  };
}

/** The parts of a list with commas between them. */
export function split(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function momentOf(text: string): number | null {
  if (text === "") return null;
  const isRfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(text);
  const moment = isRfc3339 ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment)) throw new Refusal(`-at takes a time such as 2027-01-31T12:00:00Z, not "${text}"`, 2);
  return moment;
}

function pairOf(flag: string, text: string, form: string): readonly [string, string] {
  const at = text.lastIndexOf("=");
  const [left, right] = [text.slice(0, Math.max(at, 0)).replace(/^\.\//, ""), text.slice(at + 1)];
  if (left === "" || right === "") throw new Refusal(`${flag} takes ${form}, not "${text}"`, 2);
  return [left, right];
}

function checkedCidr(text: string): string {
  const [address = "", length = ""] = text.split("/");
  const bytes = parseIp(address);
  if (bytes === null || !/^\d{1,3}$/.test(length) || Number(length) > bytes.length * 8) {
    throw new Refusal(`-service-cidr takes a range such as 10.96.0.0/12, not "${text}"`, 2);
  }
  return text;
}

function checkedRole(text: string): Role {
  const role = roles.find((each) => each === text);
  if (role === undefined) throw new Refusal(`-role: there is no role "${text}"; there are ${roles.join(", ")}`, 2);
  return role;
}
