import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { projectFolder } from "./support/contents.js";

interface Import {
  /** The import: a path from `src`, or the name of a package. */
  readonly target: string;
  readonly isLocal: boolean;
  /** Whether it loads with the module: neither `import type` nor `import()` or `require()`. */
  readonly isEager: boolean;
  /** Whether it imports only types. */
  readonly isTypeOnly: boolean;
}

interface Module {
  /** From `src`, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

function readModule(path: string): Module {
  const text = readFileSync(join(projectFolder, "src", path), "utf8");
  const found: Import[] = [];
  const add = (specifier: string, isTypeOnly: boolean, isDynamic: boolean) => {
    const isLocal = specifier.startsWith(".");
    const target = isLocal ? posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts") : specifier;
    found.push({ target, isLocal, isTypeOnly, isEager: !isTypeOnly && !isDynamic });
  };
  for (const [, clause = "", specifier = ""] of text.matchAll(/^(?:import|export) ([^;"]*?from )?"([^"]+)";$/gm)) {
    const names = /^\{([^}]*)\} from $/
      .exec(clause)?.[1]
      ?.split(",")
      .filter((name) => name.trim() !== "");
    const isTypeOnly = clause.startsWith("type ") || (names?.every((name) => /^\s*type /.test(name)) ?? false);
    add(specifier, isTypeOnly, false);
  }
  for (const [, specifier = ""] of text.matchAll(/\b(?:import|require)\("([^"]+)"\)/g)) add(specifier, false, true);
  return { path, text, imports: found };
}

const modules = readdirSync(join(projectFolder, "src"), { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts"))
  .sort()
  .map(readModule);

const byPath = new Map(modules.map((module) => [module.path, module]));

/** The rooms, lowest first. A room is the first folder of a path, or a file that is a door of the package. */
const ranks = [
  ["go"],
  ["crypto"],
  ["x509"],
  ["host"],
  ["cfssljson"],
  ["cfssl"],
  ["certinfo"],
  ["addons"],
  ["release"],
  ["library"],
  ["server"],
  ["cli"],
  ["index.ts", "peculiar.ts"],
  ["main"],
];

function rankOf(path: string): number {
  const [room = ""] = path.split("/");
  return ranks.findIndex((rooms) => rooms.includes(room));
}

/**
 * Rooms that never touch the outside world. Callers pass in what they need, so they do not import host. The compiler
 * checks them without the types of a runtime (tsconfig/pure.json).
 */
const pure = ["go", "x509", "cfssljson", "cfssl", "certinfo", "addons", "release", "server"];

/** Violations as `importer -> imported`. */
function importsWhere(isWrong: (module: Module, imported: Import) => boolean): string[] {
  return modules.flatMap((module) =>
    module.imports.filter((each) => isWrong(module, each)).map(({ target }) => `${module.path} -> ${target}`),
  );
}

test("the test finds the imports, and every module has a room", () => {
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.filter(({ path }) => rankOf(path) < 0).map(({ path }) => path)).toEqual([]);
  expect(importsWhere((_, { isLocal, target }) => isLocal && !byPath.has(target))).toEqual([]);
  const words = modules.flatMap(
    ({ text }) => text.match(/^(import|export)\b.*from "|\b(?:import|require)\("/gm) ?? [],
  ).length;
  const lines = modules.flatMap(({ text }) => text.match(/^\} from "/gm) ?? []).length;
  expect(modules.flatMap(({ imports }) => imports)).toHaveLength(words + lines);
});

test("no import climbs: a file imports from its own room or from a lower one, types included", () => {
  expect(importsWhere(({ path }, { isLocal, target }) => isLocal && rankOf(target) > rankOf(path))).toEqual([]);
});

test("rooms of one rank do not import each other", () => {
  const roomOf = (path: string) => path.split("/")[0];
  const isWrong = ({ path }: Module, { isLocal, target }: Import) =>
    isLocal && rankOf(target) === rankOf(path) && roomOf(target) !== roomOf(path);
  expect(importsWhere(isWrong)).toEqual([]);
});

test("the compiler checks the pure rooms without the types of a runtime", () => {
  const settings = (name: string) => JSON.parse(readFileSync(join(projectFolder, "tsconfig", `${name}.json`), "utf8"));
  const included = [...settings("go").include, ...settings("pure").include].map((path: string) => posix.basename(path));
  expect(new Set(included)).toEqual(new Set(["web.d.ts", ...pure]));
  expect([settings("go"), settings("pure")].map(({ compilerOptions }) => compilerOptions.types)).toEqual([[], []]);
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
  expect(scripts.typecheck).toContain("tsc -b tsconfig/pure.json");
});

test("pure rooms do not import the host", () => {
  const isWrong = ({ path }: Module, { target }: Import) =>
    pure.includes(path.split("/")[0] ?? "") && target.startsWith("host/");
  expect(importsWhere(isWrong)).toEqual([]);
});

test("only main imports what only Bun has", () => {
  const isWrong = ({ path }: Module, { target }: Import) =>
    target.startsWith("host/bun/") && !/^(main|host\/bun)\//.test(path);
  expect(importsWhere(isWrong)).toEqual([]);
});

test("no folders import each other in a circle, but for those of Go's standard library", () => {
  const folderOf = (path: string) => posix.dirname(path);
  const pairs = new Set(
    modules.flatMap(({ path, imports }) =>
      imports.filter(({ isLocal }) => isLocal).map(({ target }) => `${folderOf(path)} ${folderOf(target)}`),
    ),
  );
  const circles = [...pairs].filter((pair) => {
    const [from = "", to = ""] = pair.split(" ");
    return from < to && !from.startsWith("go") && pairs.has(`${to} ${from}`);
  });
  expect(circles).toEqual([]);
});

test("no modules import each other in a circle, types counted", () => {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
    if (done.has(path) || trail.includes(path)) return;
    for (const { isLocal, target } of byPath.get(path)?.imports ?? []) {
      if (isLocal) visit(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const { path } of modules) visit(path, []);
  expect(circles).toEqual([]);
});

/** The only door to each package, and to each part of the platform. */
const doors: readonly (readonly [packages: RegExp, door: RegExp])[] = [
  [/^yargs/, /^cli\/suggest\.ts$/],
  [/^yaml$/, /^addons\/inventory\/yaml\.ts$/],
  [/^get-stdin$/, /^host\/node\/node-host\.ts$/],
  [/^(@peculiar\/|reflect-metadata$|node:crypto$)/, /^crypto\//],
  [/^pg$/, /^host\/database\/postgres\//],
  [/^mysql2$/, /^host\/database\/mysql\//],
  [/^better-sqlite3$/, /^host\/database\/sqlite\/better-engine\.ts$/],
  [/^node:(?!crypto$)/, /^(host|main)\//],
];

test("every package has one door, and none is unknown", () => {
  const isWrong = ({ path }: Module, { isLocal, isTypeOnly, target }: Import) => {
    if (isLocal || isTypeOnly) return false;
    const door = doors.find(([packages]) => packages.test(target))?.[1];
    return door === undefined || !door.test(path);
  };
  expect(importsWhere(isWrong)).toEqual([]);
});

test("only Bun's host and the door to cryptography use Bun's own interfaces", () => {
  const users = modules.filter(({ text }) => /\bBun\b/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")));
  expect(users.map(({ path }) => path)).toEqual(["crypto/runtime.ts", "host/bun/bun-host.ts", "host/bun/libc.ts"]);
});

test("the door's own types stay behind it, but for the library's bridge to @peculiar/x509", () => {
  const isWrong = ({ path }: Module, { isLocal, isTypeOnly, target }: Import) =>
    !isLocal &&
    isTypeOnly &&
    !target.startsWith("node:") &&
    path !== "library/bridge.ts" &&
    !doors.some(([packages, door]) => packages.test(target) && door.test(path));
  expect(importsWhere(isWrong)).toEqual([]);
});

test("packages load on first use, never with the module", () => {
  expect(importsWhere((_, { isLocal, isEager, target }) => isEager && !isLocal && !target.startsWith("node:"))).toEqual(
    [],
  );
});

test("the programs load a command or a help page only when it is needed", () => {
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { isLocal, isEager, target } of byPath.get(path)?.imports ?? []) if (isLocal && isEager) load(target);
  };
  for (const name of ["cfssl", "cfssljson", "cfssl-certinfo"]) load(`main/${name}.ts`);
  const early = [...loaded].filter((path) =>
    /^cli\/commands\/(?!index\.ts)|^cli\/completion\/(?!asked)|^cli\/(?:suggest|mistakes|terminal)\.ts|^cli\/help\/|^addons\/|^crypto\/(?!names|point|unavailable)/.test(
      path,
    ),
  );
  expect(early).toEqual([]);
});

/** The code without comments, and with empty texts. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
}

test("pure rooms use no clock and no random numbers", () => {
  const asking = /\b(Date\.now|Math\.random)\(|\bnew Date\(\)|\bglobalThis\b/;
  const seeing = modules.filter(
    ({ path, text }) => pure.includes(path.split("/")[0] ?? "") && asking.test(codeOf(text)),
  );
  expect(seeing.map(({ path }) => path)).toEqual([]);
});

test("releases are told apart in src/release and nowhere else", () => {
  const version = /"1\.[26](\.\d)?"|\.level\b/;
  const allowed = /^release\/|^library\//;
  const telling = modules.filter(
    ({ path, text }) => !allowed.test(path) && version.test(text.replace(/^\s*(\/\/|\*).*$/gm, "")),
  );
  expect(telling.map(({ path }) => path)).toEqual([]);
});

test("files are named in kebab-case, are no grab bags, and stay under 400 lines", () => {
  const wrong = modules.filter(
    ({ path, text }) =>
      !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(path) ||
      /(^|\/)(utils?|helpers?|common|misc|shared|manager)(\/|\.ts$)/.test(path) ||
      text.split("\n").length > 400,
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("nothing is exported by default, and no import is for its side effect", () => {
  const wrong = modules.filter(({ text }) => /^export default\b|^import "/m.test(text));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("every golden that a comment calls proof exists", () => {
  const named = modules.flatMap(({ text }) => text.match(/fixtures\/golden\/[\w.]+\/[\w-]+\/[\w-]+/g) ?? []);
  expect(named.length).toBeGreaterThan(3);
  const missing = named.filter((path) => {
    try {
      readFileSync(join(projectFolder, `${path}.txt`));
      return false;
    } catch {
      return true;
    }
  });
  expect(missing).toEqual([]);
});

test("no list is spread into arguments, of which a runtime takes some 60,000", () => {
  const called =
    "push|unshift|concat|of|fromCharCode|fromCodePoint|max|min|element|sequence\\w*|setOf|explicit|encodeAll";
  // Skip brackets inside the call: a spread within them makes a list, not arguments. `...name: type` declares.
  const spread = new RegExp(
    `\\b(?:${called})\\((?:[^()[\\]{}]|\\([^()]*\\)|\\[[^\\]]*\\]|\\{[^}]*\\})*?\\.\\.\\.(?!\\w+: )`,
  );
  expect(spread.test("return sequence(a, ...(b ? [c] : []))")).toBe(true);
  const wrong = modules.filter(({ text }) => spread.test(text));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("the library's tests know only its doors, as they also run on the packed library", () => {
  const others = readdirSync("test/library").flatMap((name) => {
    const text = readFileSync(join("test/library", name), "utf8");
    const targets = [...text.matchAll(/from "(\.\.\/\.\.\/src\/[^"]+)"/g)].map(([, target]) => target);
    return targets.filter((target) => !/\/src\/(?:index|peculiar)\.js$/.test(target ?? "")).map((t) => `${name}: ${t}`);
  });
  expect(others).toEqual([]);
});
