import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createUserProject, pinnedRuntime, type UserProject } from "../support/user-project.js";

let user: UserProject;

beforeAll(async () => {
  user = await createUserProject();
}, 120_000);

afterAll(() => user.remove());

const oldest = pinnedRuntime("node20.0");
const runtimes: readonly (readonly [string, string | null])[] = [
  ["the running Node", process.execPath],
  ["the oldest Node that the package is for", oldest],
];

test("npm install brings one package", () => {
  const installed = readdirSync(join(user.folder, "node_modules")).filter((name) => !name.startsWith("."));
  expect(installed).toEqual(["cfssl-ts"]);
});

test.each(["cfssl-ts", "cfssl"])("npx %s version works", async (name) => {
  const words = ["--offline", "--no-update-notifier", name, "version"];
  expect(await user.run("npx", words)).toBe(`Version: 1.6.5\nRuntime: node${process.versions.node}\n`);
});

test("npx cfssl-ts is cfssl as a whole: it makes a CA", async () => {
  await user.write({ "ca-csr.json": '{"CN":"npx"}' });
  const words = ["--offline", "--no-update-notifier", "cfssl-ts", "genkey", "-initca", "ca-csr.json"];
  expect(Object.keys(JSON.parse(await user.run("npx", words))).sort()).toEqual(["cert", "csr", "key"]);
});

/** Does a bit of everything that loads code on demand, and prints what came of it. */
const body = `
async function main({ certinfo, createLocalSigner, gencrl, genkey, initca }) {
  const { cert, key } = await initca({ CN: "CA", key: { algo: "rsa", size: 2048 } });
  const signer = await createLocalSigner({ ca: cert, caKey: key });
  const leaf = await signer.gencert({ CN: "leaf", hosts: ["leaf.example"], key: { algo: "ed25519" } });
  const odd = await genkey({ CN: "odd", key: { algo: "rsa", size: 2049 } });
  const crl = await gencrl({ ca: cert, caKey: key, serials: [1n] });
  const { sans, sigalg } = certinfo(leaf.cert);
  console.log(JSON.stringify([sans, sigalg, odd.key.split("\\n")[0], crl instanceof Uint8Array]));
}
`;
const printed = '[["leaf.example"],"SHA256WithRSA","-----BEGIN RSA PRIVATE KEY-----",true]\n';

describe.each(runtimes)("on %s", (name, node) => {
  const testHere = node ? test : test.skip;
  if (!node) console.log(`${name}: skipped, as scripts/runtimes/fetch.mjs has not fetched it`);
  const program = node ?? "";

  testHere("require answers the library", async () => {
    await user.write({ "main.cjs": `${body}main(require("cfssl-ts"));` });
    expect(await user.run(program, ["main.cjs"])).toBe(printed);
  });

  testHere("import answers the library", async () => {
    await user.write({ "main.mjs": `import * as library from "cfssl-ts";\n${body}main(library);` });
    expect(await user.run(program, ["main.mjs"])).toBe(printed);
  });

  testHere("an error that one part of a process catches is what another part imported", async () => {
    await user.write({
      "both.mjs": `
import { createRequire } from "node:module";
import { CfsslError, certinfo } from "cfssl-ts";
import { toX509Certificate } from "cfssl-ts/peculiar";
const required = createRequire(import.meta.url)("cfssl-ts");
const caught = async (action) => {
  try {
    await action();
  } catch (error) {
    return error instanceof CfsslError && error instanceof required.CfsslError;
  }
};
console.log(await caught(() => required.certinfo("")), await caught(() => certinfo("")), await caught(() => toX509Certificate("")));
`,
    });
    expect(await user.run(program, ["both.mjs"])).toBe("true true true\n");
  });

  testHere("the programs run", async () => {
    const bin = (word: string) => join(user.folder, "node_modules", "cfssl-ts", "bin", word);
    expect(await user.run(program, [bin("cfssl"), "version"])).toMatch(/^Version: 1\.6\.5\nRuntime: node/);
    await user.write({ "csr.json": '{"CN":"x","key":{"algo":"ed25519"}}' });
    const { cert = "" } = JSON.parse(await user.run(program, [bin("cfssl"), "gencert", "-initca", "csr.json"]));
    await user.write({ "x.pem": cert });
    const said = await user.run(program, [bin("cfssl-certinfo"), "-cert", "x.pem"]);
    expect(JSON.parse(said)).toMatchObject({ subject: { common_name: "x" }, sigalg: "Ed25519" });
  });
});

test("importing the library loads no module of Node's own", async () => {
  await user.write({
    "loaded.cjs": `
const before = new Set(process.moduleLoadList);
require("cfssl-ts");
const loaded = process.moduleLoadList.filter((name) => !before.has(name));
console.log(JSON.stringify(loaded.filter((name) => !name.includes("internal/modules/"))));
`,
  });
  expect(await user.run(process.execPath, ["loaded.cjs"])).toBe("[]\n");
});

describe("cfssl-ts/peculiar", () => {
  const script = `
const { initca } = require("cfssl-ts");
const { toX509Certificate } = require("cfssl-ts/peculiar");
initca({ CN: "x" })
  .then(({ cert }) => toX509Certificate(cert))
  .then(({ subject, constructor }) => console.log(subject, constructor === require("@peculiar/x509").X509Certificate))
  .catch(({ name, message }) => console.log(name + ": " + message));
`;

  test("says what to install where @peculiar/x509 is missing", async () => {
    await user.write({ "peculiar.cjs": script });
    expect(await user.run(process.execPath, ["peculiar.cjs"])).toBe(
      "UnavailableError: @peculiar/x509 is not available here: install it, for cfssl-ts brings no packages: npm install @peculiar/x509 reflect-metadata\n",
    );
  });

  test("answers the caller's own class where it is installed", async () => {
    await user.link("@peculiar", "reflect-metadata");
    await user.write({ "peculiar.cjs": script });
    expect(await user.run(process.execPath, ["peculiar.cjs"])).toBe("CN=x true\n");
    const imported = 'import { X509Certificate } from "@peculiar/x509";\nimport { initca } from "cfssl-ts";\n';
    const importing = `import "reflect-metadata";\n${imported}import { toX509Certificate } from "cfssl-ts/peculiar";
const { cert } = await initca({ CN: "x" });
console.log((await toX509Certificate(cert)) instanceof X509Certificate);`;
    await user.write({ "peculiar.mjs": importing });
    expect(await user.run(process.execPath, ["peculiar.mjs"])).toBe("true\n");
  });
});
