import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { createFakeHost } from "../../support/fake-host.js";

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const host = createFakeHost({ args: ["completion", ...args], env });
  const exitCode = await cfssl(host);
  const { stdout, stderr } = host.printed();
  return { exitCode, stdout: Buffer.from(stdout).toString(), stderr: Buffer.from(stderr).toString() };
}

const usage = "Usage: cfssl completion bash|zsh|fish|powershell";

test.each([
  ["bash", "complete -F _cfssl_ts cfssl cfssl-ts cfssljson cfssl-certinfo cfssl-bundle cfssl-newkey\n"],
  ["zsh", "#compdef cfssl cfssl-ts cfssljson cfssl-certinfo cfssl-bundle cfssl-newkey\n"],
  ["fish", "for name in cfssl cfssl-ts cfssljson cfssl-certinfo cfssl-bundle cfssl-newkey\n    complete -c $name"],
  ["powershell", "Register-ArgumentCompleter -Native -CommandName cfssl,\n  cfssl-ts,\n  cfssljson,\n"],
])("the script for %s completes all programs, and says how it is installed", async (shell, text) => {
  const { exitCode, stdout, stderr } = await run([shell]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain(text);
  expect(stdout).toContain(`cfssl completion ${shell}`);
  expect(stdout.split("\n").filter((line) => line.length > 120)).toEqual([]);
  expect(stdout).toMatch(/^[\n -~]*\n$/);
});

test.each<[string[], Record<string, string>, string]>([
  [[], {}, `${usage}\n`],
  [[], { SHELL: "/usr/bin/zsh" }, `${usage}\nFor your shell, type: cfssl completion zsh\n`],
  [[], { SHELL: "/bin/tcsh" }, `${usage}\n`],
  [["bash", "zsh"], {}, `${usage}\n`],
  [
    ["tcsh"],
    { SHELL: "/bin/bash" },
    `There is no completion for "tcsh".\n${usage}\nFor your shell, type: cfssl completion bash\n`,
  ],
  [["toString"], {}, `There is no completion for "toString".\n${usage}\n`],
  [[""], {}, `There is no completion for "".\n${usage}\n`],
])(
  "completion %j with %j prints nothing that a script could take for another, and says what to type",
  async (args, env, stderr) => {
    expect(await run(args, env)).toEqual({ exitCode: 1, stdout: "", stderr });
  },
);

test("it takes no flags of the other commands", async () => {
  const { exitCode, stderr } = await run(["-initca", "bash"]);
  expect(exitCode).toBe(2);
  expect(stderr.split("\n")[0]).toBe("flag provided but not defined: -initca");
});

test.each([["-h"], ["--help"]])("%s shows help", async (flag) => {
  const { exitCode, stderr } = await run([flag]);
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^Usage: cfssl completion bash\|zsh\|fish\|powershell\n/);
});
