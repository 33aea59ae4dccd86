import type { Facts } from "../../addons/check/scene/facts.js";
import { type Role, roles } from "../../addons/inventory/use.js";
import { parseIp } from "../../go/net.js";
import { Refusal } from "../exit-code.js";
import type { Flags } from "../flags.js";

/**
 * What the flags say of a cluster.
 *
 * @throws Refusal with exit code 2 for a value that cannot be meant
 */
export function factsOf(flags: Flags, clock: () => number, hasFile: (path: string) => boolean): Facts {
  return {
    now: momentOf(flags.text("at")) ?? clock(),
    within: Number(flags.count("within") / 1_000_000n),
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
