import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { createUserProject, pinnedRuntime, type UserProject } from "../support/user-project.js";

let user: UserProject;

beforeAll(async () => {
  user = await createUserProject({ dependencies: {} });
}, 120_000);

afterAll(() => user.remove());

const deno = pinnedRuntime("deno");
const runtimes = [
  { name: "bun", command: [join(projectFolder, "node_modules", "bun", "bin", "bun.exe")] },
  { name: "deno", command: deno ? [deno, "run", "-A"] : null },
];

describe.each(runtimes)("$name", ({ name, command }) => {
  const testHere = command ? test : test.skip;
  if (!command) console.log(`${name}: skipped, as scripts/runtimes/fetch.mjs has not fetched it`);
  const run = (...words: readonly string[]) => {
    const [program = "", ...before] = command ?? [];
    const quiet = { DENO_NO_UPDATE_CHECK: "1", DENO_DIR: join(user.folder, ".deno") };
    return user.run(program, [...before, ...words], quiet);
  };
  const bin = (word: string) => join(user.folder, "node_modules", "cfssl-ts", "bin", word);

  testHere("cfssl version says which runtime it is", async () => {
    const said = await run(bin("cfssl"), "version");
    const own = name === "bun" ? "process.versions.bun" : "Deno.version.deno";
    await user.write({ "own.mjs": `console.log(${own});` });
    expect(said).toBe(`Version: 1.6.5\nRuntime: ${name}${await run("own.mjs")}`);
  });

  testHere("the three programs make a CA, a certificate and its description", async () => {
    await user.write({
      "ca-csr.json": '{"CN":"CA","key":{"algo":"rsa","size":2048}}',
      "csr.json": '{"CN":"leaf","hosts":["leaf.example","10.0.0.1"]}',
      "walk.sh": `set -e
$RUN ${bin("cfssl")} gencert -initca ca-csr.json | $RUN ${bin("cfssljson")} -bare ca-${name}
$RUN ${bin("cfssl")} gencert -ca ca-${name}.pem -ca-key ca-${name}-key.pem csr.json | $RUN ${bin("cfssljson")} -bare leaf-${name}
openssl verify -CAfile ca-${name}.pem leaf-${name}.pem
$RUN ${bin("cfssl-certinfo")} -cert leaf-${name}.pem >info-${name}.json
$RUN ${bin("cfssl")} -h 2>&1 | head -1
`,
    });
    const env = { RUN: command?.join(" ") ?? "", DENO_NO_UPDATE_CHECK: "1", DENO_DIR: join(user.folder, ".deno") };
    const said = await user.run("sh", ["walk.sh"], env);
    expect(said).toMatch(new RegExp(`^leaf-${name}\\.pem: OK\nUsage`));
    expect(JSON.parse(await user.run("cat", [`info-${name}.json`]))).toMatchObject({
      subject: { common_name: "leaf" },
      issuer: { common_name: "CA" },
      sans: ["leaf.example", "10.0.0.1"],
    });
  });

  testHere("the library is imported and required, once", async () => {
    await user.write({
      "both.mjs": `
import { createRequire } from "node:module";
import { CfsslError, certinfo, initca } from "cfssl-ts";
const required = createRequire(import.meta.url)("cfssl-ts");
const { cert } = await initca({ CN: "x", key: { algo: "ed25519" } });
console.log(required.certinfo(cert).sigalg, required.CfsslError === CfsslError);
`,
    });
    expect(await run("both.mjs")).toBe("Ed25519 true\n");
  });
});
