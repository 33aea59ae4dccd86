import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { createUserProject, type UserProject } from "../support/user-project.js";

let user: UserProject;

beforeAll(async () => {
  user = await createUserProject({ type: "module" });
  await user.write({ "server.js": server, "server.cjs": requiring, "page.js": page, "web.js": web });
}, 120_000);

afterAll(() => user.remove());

const work = `
const { cert, key } = await initca({ CN: "CA", key: { algo: "ed25519" } });
const signer = await createLocalSigner({ ca: cert, caKey: key });
const leaf = await signer.gencert({ CN: "leaf", hosts: ["leaf.example"] });
const odd = await genkey({ CN: "odd", key: { algo: "rsa", size: 2049 } }).then(() => "made", ({ name }) => name);
let isOurs = false;
try {
  certinfo("no PEM");
} catch (error) {
  isOurs = error instanceof CfsslError;
}
console.log(certinfo(leaf.cert).sigalg, odd, isOurs);
`;
const names = "CfsslError, certinfo, createLocalSigner, genkey, initca";
const server = `import { ${names} } from "cfssl-ts";\n${work}`;
const requiring = `const { ${names} } = require("cfssl-ts");\n(async () => {${work}})();`;
const page = server;
const web = `import { ${names} } from "cfssl-ts/web";\n${work}`;

const onNode = "Ed25519 made true\n";
const onWeb = "Ed25519 UnavailableError true\n";

/** Node's modules and all that only Node has, in a bundle. The regular expression sees them in that for Node. */
const ofNode = /["'](?:node:[a-z]|crypto["'])|\brequire\(/;

/** The code of a bundle, all of its files. */
function codeIn(folder: string): string {
  const whole = join(user.folder, folder);
  const files = readdirSync(whole, { recursive: true, encoding: "utf8" }).filter((name) => /\.[cm]?js$/.test(name));
  return files.map((name) => readFileSync(join(whole, name), "utf8")).join("\n");
}

function inProject(path: string): string {
  return join(user.folder, path);
}

describe("esbuild", () => {
  test.each([
    ["an ES module for Node", "server.js", { platform: "node", format: "esm" }, onNode],
    ["CommonJS for Node", "server.cjs", { platform: "node", format: "cjs" }, onNode],
    ["a page, where it is imported", "page.js", { platform: "browser", format: "esm" }, onWeb],
    ["a page, where it is required", "server.cjs", { platform: "browser", format: "iife" }, onWeb],
    ["an edge worker", "page.js", { platform: "neutral", format: "esm", conditions: ["workerd"] }, onWeb],
    ["a server, of cfssl-ts/web", "web.js", { platform: "node", format: "esm" }, onWeb],
  ] satisfies [string, string, BuildOptions, string][])("makes %s", async (name, entry, options, printed) => {
    const folder = name.replace(/\W+/g, "-");
    const out = join(folder, options.format === "esm" ? "out.mjs" : "out.cjs");
    const { warnings } = await build({
      absWorkingDir: user.folder,
      entryPoints: [entry],
      bundle: true,
      outfile: out,
      target: "es2022",
      logLevel: "silent",
      ...options,
    });
    expect(warnings).toEqual([]);
    expect(await user.run(process.execPath, [inProject(out)], { NODE_NO_WARNINGS: "1" })).toBe(printed);
    expect(ofNode.test(codeIn(folder))).toBe(printed === onNode);
  });
});

describe("rollup, without its plugin for CommonJS", () => {
  test.each([
    ["a server", "server.js", {}, onNode],
    ["a page", "page.js", { browser: true }, onWeb],
  ])("makes %s", async (name, entry, options, printed) => {
    const folder = `rollup-${name.replace(" ", "-")}`;
    await user.link("rollup", "@rollup/plugin-node-resolve");
    const output = { dir: folder, format: "es", entryFileNames: "out.mjs" };
    await user.write({
      "rollup.js": `
import nodeResolve from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";
const onwarn = ({ message }) => console.log(message);
const bundle = await rollup({ input: "${entry}", plugins: [nodeResolve(${JSON.stringify(options)})], onwarn });
await bundle.write(${JSON.stringify(output)});
await bundle.close();
`,
    });
    expect(await user.run(process.execPath, ["rollup.js"])).toBe("");
    expect(await user.run(process.execPath, [join(folder, "out.mjs")], { NODE_NO_WARNINGS: "1" })).toBe(printed);
    expect(ofNode.test(codeIn(folder))).toBe(printed === onNode);
  });
});

describe("vite", () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isNewEnough = major > 20 || (major === 20 && minor >= 19);
  if (!isNewEnough) console.log("vite: skipped, as it needs Node 20.19");
  const testHere = isNewEnough ? test : test.skip;

  testHere("makes a page", async () => {
    await user.write({ "index.html": '<!doctype html><script type="module" src="/page.js"></script>' });
    await user.link("vite");
    const options = { target: "es2022", modulePreload: false, outDir: "vite" };
    await user.write({
      "build.js": `import { build } from "vite";\nawait build({ logLevel: "warn", build: ${JSON.stringify(options)} });\n`,
    });
    expect(await user.run(process.execPath, ["build.js"])).toBe("");
    const [script = ""] = readdirSync(inProject("vite/assets")).filter((name) => name.startsWith("index"));
    await user.write({ "vite/package.json": '{"type":"module"}' });
    const printed = await user.run(process.execPath, [`vite/assets/${script}`], { NODE_NO_WARNINGS: "1" });
    expect(printed).toBe(onWeb);
    expect(codeIn("vite")).not.toMatch(ofNode);
  });
});
