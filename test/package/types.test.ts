import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { createUserProject, type UserProject } from "../support/user-project.js";

let user: UserProject;

beforeAll(async () => {
  user = await createUserProject();
  await user.link("@peculiar", "reflect-metadata", "pvtsutils", "tsyringe", "tslib", "asn1js", "pvutils");
}, 120_000);

afterAll(() => user.remove());

const compilers = { typescript: "7", "typescript-5": "5" } as const;

/** How a project resolves `cfssl-ts`, what its file is called, and which compilers know that way. */
const ways: readonly (readonly [
  string,
  string,
  Readonly<Record<string, string>>,
  readonly (keyof typeof compilers)[],
])[] = [
  ["node10", "ts", { module: "CommonJS", moduleResolution: "node10" }, ["typescript-5"]],
  ["node16, CommonJS", "cts", { module: "Node16" }, ["typescript", "typescript-5"]],
  ["node16, ES modules", "mts", { module: "Node16" }, ["typescript", "typescript-5"]],
  ["nodenext, CommonJS", "cts", { module: "NodeNext" }, ["typescript", "typescript-5"]],
  ["nodenext, ES modules", "mts", { module: "NodeNext" }, ["typescript", "typescript-5"]],
  ["bundler", "ts", { module: "ESNext", moduleResolution: "bundler" }, ["typescript", "typescript-5"]],
];
const cases = ways.flatMap(([way, suffix, settings, known]) =>
  known.map((compiler) => [way, compilers[compiler], { compiler, suffix, settings }] as const),
);

/** Names types of both doors that are the library. */
const program = `
import { CfsslError, certinfo, createLocalSigner, type CertificateInfo, type LocalSigner } from "cfssl-ts";
import * as web from "cfssl-ts/web";

export const info: CertificateInfo = certinfo("");
export const signer: Promise<LocalSigner> = createLocalSigner({ ca: "", caKey: "" });
export const made: Promise<{ readonly cert: string }> = web.initca({ CN: "x" });
export const isOurs = (error: unknown): number => (error instanceof CfsslError ? error.code : 0);
export const isTheSame: CfsslError = new web.CfsslError("csr.unknown");
`;

/** Does not compile, so the types are not `any`. */
const wrong = `
import { certinfo, initca } from "cfssl-ts";
initca({ cn: "misspelt" });
certinfo(1);
`;

const bridge = `
import type { X509Certificate } from "@peculiar/x509";
import { toX509Certificate } from "cfssl-ts/peculiar";

export const certificate: Promise<X509Certificate> = toX509Certificate("");
`;

interface Settings {
  readonly compiler: keyof typeof compilers;
  readonly files: Readonly<Record<string, string>>;
  readonly options: object;
}

/** Answers what the compiler says of the files, which is nothing when all is well. */
async function compile({ compiler, files, options }: Settings): Promise<string> {
  const strict = { target: "ES2022", lib: ["ES2023"], types: [], strict: true, exactOptionalPropertyTypes: true };
  const compilerOptions = { ...strict, noEmit: true, ...options };
  const config = JSON.stringify({ compilerOptions, files: Object.keys(files) });
  await user.write({ ...files, "tsconfig.json": config });
  const program = join(projectFolder, "node_modules", compiler, "bin", "tsc");
  return user.run(process.execPath, [program, "-p", user.folder]).catch((error: Error) => error.message);
}

const browser = { lib: ["ES2023", "DOM"] };

test.each(cases)(
  "by %s, TypeScript %s finds the types of every door",
  async (_, __, { compiler, suffix, settings }) => {
    const files = { [`main.${suffix}`]: program, [`bridge.${suffix}`]: bridge, [`wrong.${suffix}`]: wrong };
    // The types of @peculiar/x509 need a browser's, and do not pass the strictest check.
    const said = await compile({ compiler, files, options: { ...settings, ...browser, skipLibCheck: true } });
    const errors = said.match(/^.*error TS.*$/gm)?.map((line) => line.replace(/^.*\/|\(.*\): error/g, ""));
    expect(errors).toEqual([
      expect.stringMatching(/^wrong\.[cm]?ts TS2353: .*'cn'/),
      expect.stringMatching(/^wrong\.[cm]?ts TS2345: .*number/),
    ]);
  },
);

test.each([
  ["7", "Node's", { compiler: "typescript", options: nodeTypes() }],
  ["7", "a browser's", { compiler: "typescript", options: browser }],
  ["5", "Node's", { compiler: "typescript-5", options: nodeTypes() }],
] as const)("to TypeScript %s, the library's types are whole with %s beside them", async (_, __, way) => {
  const options = { module: "NodeNext", ...way.options };
  expect(await compile({ compiler: way.compiler, files: { "main.mts": program }, options })).toBe("");
});

function nodeTypes() {
  return { types: ["node"], typeRoots: [join(projectFolder, "node_modules", "@types")] };
}
