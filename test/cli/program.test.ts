import { cfssl } from "../../src/cli/programs/cfssl.js";
import { createFakeHost } from "../support/fake-host.js";

async function version(programName: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const host = createFakeHost({ args: ["version"], programName, env });
  await cfssl(host);
  return Buffer.from(host.printed().stdout).toString().split("\n")[0] ?? "";
}

test.each<[string, Readonly<Record<string, string>>, string]>([
  ["cfssl", {}, "Version: 1.6.5"],
  ["cfssl-1.2", {}, "Version: 1.2.0"],
  ["cfssl-1.2", { CFSSL_COMPAT: "" }, "Version: 1.2.0"],
  ["cfssl-1.2", { CFSSL_COMPAT: "1.6" }, "Version: 1.6.5"],
  ["cfssl-1.6", { CFSSL_COMPAT: "1.2" }, "Version: 1.2.0"],
])(
  "called as %s with %j, a program follows the release in the variable, or else in its name",
  async (name, env, expected) => {
    expect(await version(name, env)).toBe(expected);
  },
);
