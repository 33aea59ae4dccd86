import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { output, testWith } from "./release.js";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly "runs-on": string;
  readonly "timeout-minutes": number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly container?: string;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** YAML as JSON, by Ruby, whose reader takes the key `on` for true. */
const reader = "ruby";
const words = ["-ryaml", "-rjson", "-e", "puts JSON.generate(YAML.safe_load(File.read(ARGV[0])))"];

function read<T>(path: string): T {
  return JSON.parse(output(reader, [...words, join(projectFolder, path)])) as T;
}

const workflowFolder = ".github/workflows";
const workflows = readdirSync(join(projectFolder, workflowFolder)).map((name) => `${workflowFolder}/${name}`);
const text = (path: string) => readFileSync(join(projectFolder, path), "utf8");
const stepsOf = (workflow: Workflow) => Object.values(workflow.jobs).flatMap(({ steps }) => steps);

describe.each(workflows)("%s", (path) => {
  testWith([reader], "starts with no rights, or to read, and bounds the time of each job", () => {
    const { permissions, jobs } = read<Workflow>(path);
    expect([{}, { contents: "read" }]).toContainEqual(permissions);
    for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });

  testWith([reader], "uses only actions that are pinned to a commit, with the version beside it", () => {
    const used = stepsOf(read<Workflow>(path)).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used).not.toEqual([]);
    for (const action of used) {
      expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
      expect(text(path)).toMatch(new RegExp(`${action} # v\\d+\\.\\d+\\.\\d+\n`));
    }
  });

  testWith([reader], "keeps no token in the checkout", () => {
    for (const { uses, with: given } of stepsOf(read<Workflow>(path))) {
      if (uses?.startsWith("actions/checkout@")) expect(given?.["persist-credentials"]).toBe(false);
    }
  });

  test("runs only scripts and tests that there are", () => {
    const { scripts } = JSON.parse(text("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [...text(path).matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name);
    expect(named).not.toEqual([]);
    expect(named.filter((name) => scripts[name ?? ""] === undefined)).toEqual([]);
    const paths = [...text(path).matchAll(/(?<![\w./-])(?:\.ci|scripts|test)\/[\w./-]+/g)].map(([found]) => found);
    expect(paths).not.toEqual([]);
    expect(paths.filter((found) => !existsSync(join(projectFolder, found)))).toEqual([]);
  });

  testWith([reader, "bash"], "has shell scripts that parse", () => {
    const scripts = stepsOf(read<Workflow>(path)).flatMap(({ run }) => (run === undefined ? [] : [run]));
    for (const script of scripts) output("bash", ["-n"], { input: script.replaceAll(/\$\{\{.*?\}\}/g, "value") });
  });

  testWith([reader], "puts no value of an event into a shell script, where it could be a command", () => {
    for (const { run = "" } of stepsOf(read<Workflow>(path))) {
      const values = [...run.matchAll(/\$\{\{\s*(.*?)\s*\}\}/g)].map(([, value]) => value);
      expect(values.filter((value) => value !== "matrix.tests")).toEqual([]);
    }
  });
});

describe("the release workflow", () => {
  const path = `${workflowFolder}/release.yml`;

  testWith([reader], "gives the rights to publish to a job that installs no dependency", () => {
    const { jobs } = read<Workflow>(path);
    const writers = Object.entries(jobs).filter(([, { permissions }]) =>
      Object.values(permissions ?? {}).includes("write"),
    );
    expect(writers.map(([name]) => name)).toEqual(["publish"]);
    for (const [, { steps, environment }] of writers) {
      expect(environment).toBe("release");
      for (const { run = "" } of steps) expect(run).not.toMatch(/npm (?:ci|install|run)|npx/);
    }
  });

  testWith([reader], "signs before it attests and publishes, and makes the release last", () => {
    const order = read<Workflow>(path).jobs["publish"]?.steps.map(({ run, uses }) => run ?? uses ?? "") ?? [];
    const at = (word: string) => order.findIndex((step) => step.includes(word));
    const places = [
      "sha256sum --check",
      "sign.mjs",
      "attest-build-provenance",
      "npm publish",
      "skopeo copy",
      "gh release create",
    ].map(at);
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe("the steps of the release workflow", () => {
  let room = "";

  beforeEach(() => {
    room = mkdtempSync(join(tmpdir(), "cfssl-ts-steps-"));
    for (const folder of ["fakes", "npm", "release"]) mkdirSync(join(room, folder));
    cpSync(join(projectFolder, "package.json"), join(room, "package.json"));
    writeFileSync(join(room, "npm/package.tgz"), "a package");
    writeFileSync(join(room, "release/SHA256SUMS"), "");
    for (const program of ["npm", "gh"]) fake(program, "");
  });
  afterEach(() => rmSync(room, { recursive: true }));

  /** A program that notes how it was called, and then runs the script. */
  function fake(program: string, script: string): void {
    const path = join(room, "fakes", program);
    writeFileSync(path, `#!/bin/sh\necho "${program} $*" >>"$CALLS"\n${script}\n`);
    chmodSync(path, 0o755);
  }

  /** Runs a step as the forge does, for a tag; answers the calls of the programs that publish. */
  function runStep(name: string, tag: string, env: Readonly<Record<string, string>> = {}): readonly string[] {
    const jobs = Object.values(read<Workflow>(`${workflowFolder}/release.yml`).jobs);
    const job = jobs.find(({ steps }) => steps.some((each) => each.name === name));
    const step = job?.steps.find((each) => each.name === name);
    const calls = join(room, "calls");
    writeFileSync(calls, "");
    // Inside a container the forge's shell is sh.
    execFileSync(job?.container === undefined ? "bash" : "sh", ["-e", "-c", step?.run ?? "exit 1"], {
      cwd: room,
      stdio: "pipe",
      env: {
        PATH: `${join(room, "fakes")}:${process.env["PATH"]}`,
        CALLS: calls,
        GITHUB_REF_NAME: tag,
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_REPOSITORY: "cfssl-ts/cfssl-ts",
        ...env,
      },
    });
    return readFileSync(calls, "utf8").trim().split("\n");
  }

  const needed = [reader, "bash", "openssl"];
  const { version } = JSON.parse(text("package.json")) as { readonly version: string };
  const own = /^https:\/\/github\.com\/(.*)#readme$/.exec(
    (JSON.parse(text("package.json")) as { readonly homepage: string }).homepage,
  )?.[1];

  testWith(needed, "refuse a tag that is not the version, and a fork", () => {
    const check = "The tag is the version of package.json, and this is the repository that it names";
    const repository = { GITHUB_REPOSITORY: own ?? "" };
    expect(() => runStep(check, `v${version}`, repository)).not.toThrow();
    expect(() => runStep(check, "v99.0.0", repository)).toThrow(/this is git.*@v99\.0\.0, and package\.json says git/);
    expect(() => runStep(check, `v${version}`, { GITHUB_REPOSITORY: "someone/fork" })).toThrow("someone/fork.git");
  });

  testWith(needed, "publish a release as the latest, and a pre-release beside it", () => {
    const publish = "Publish on npm";
    const words = "--provenance --access public --ignore-scripts";
    expect(runStep(publish, "v1.2.3").at(-1)).toBe(`npm publish ./npm/package.tgz --tag latest ${words}`);
    expect(runStep(publish, "v1.2.3-rc.1").at(-1)).toBe(`npm publish ./npm/package.tgz --tag next ${words}`);
    expect(runStep("Make the release", "v1.2.3").join()).not.toContain("--prerelease");
    expect(runStep("Make the release", "v1.2.3-rc.1").join()).toContain(" --prerelease ");
  });

  testWith(needed, "go on after a version that npm has from a try before, and fail for another's", () => {
    const digest = createHash("sha512").update("a package").digest("base64");
    fake("npm", `[ "$1" != view ] || echo "sha512-${digest}"`);
    expect(runStep("Publish on npm", "v1.2.3")).toEqual([`npm view cfssl-ts@${version} dist.integrity`]);
    fake("npm", '[ "$1" != view ] || { echo "sha512-another"; exit; }; exit 1');
    expect(() => runStep("Publish on npm", "v1.2.3")).toThrow();
    fake("npm", '[ "$1" = publish ]');
    expect(runStep("Publish on npm", "v1.2.3")).toHaveLength(2);
  });
});

test("a Debian package has a file name that no forge changes, and a version that comes before the release", () => {
  const script =
    'import("./scripts/release/debian.mjs").then((m) => console.log(m.debianFile("1.0.0-rc.1", "amd64"), m.debianVersion("1.0.0-rc.1")))';
  const names = output(process.execPath, ["-e", script], { cwd: projectFolder });
  expect(names).toBe("cfssl-ts_1.0.0-rc.1_amd64.deb 1.0.0~rc.1\n");
});

describe("the templates", () => {
  interface Field {
    readonly type: string;
    readonly id?: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }
  interface Form {
    readonly name: string;
    readonly description: string;
    readonly body: readonly Field[];
  }
  const folder = ".github/ISSUE_TEMPLATE";
  const forms = readdirSync(join(projectFolder, folder)).filter((name) => name !== "config.yml");

  describe.each(forms)("%s", (name) => {
    testWith([reader], "is a form as GitHub reads it", () => {
      const form = read<Form>(`${folder}/${name}`);
      expect(form).toMatchObject({ name: expect.stringMatching(/./), description: expect.stringMatching(/./) });
      const needed: Readonly<Record<string, readonly string[]>> = {
        markdown: ["value"],
        textarea: ["label"],
        input: ["label"],
        dropdown: ["label", "options"],
        checkboxes: ["label", "options"],
      };
      for (const { type, attributes } of form.body) {
        expect(Object.keys(needed)).toContain(type);
        expect(Object.keys(attributes)).toEqual(expect.arrayContaining([...(needed[type] ?? [])]));
      }
      const ids = form.body.flatMap(({ id }) => (id === undefined ? [] : [id]));
      expect(new Set(ids).size).toBe(ids.length);
      // GitHub refuses words that YAML reads as anything else than text among the options.
      const options = form.body.flatMap(({ type, attributes }) =>
        type === "dropdown" ? (attributes["options"] as unknown[]) : [],
      );
      expect(options.filter((option) => typeof option !== "string")).toEqual([]);
    });
  });

  testWith([reader], "warn of private keys before anything is asked", () => {
    const [first] = read<Form>(`${folder}/bug.yml`).body;
    expect(first).toMatchObject({
      type: "markdown",
      attributes: { value: expect.stringMatching(/^\*\*Never paste a private key/) },
    });
  });

  testWith([reader], "lead from public issues to the private report of a vulnerability", () => {
    const config = read<{ blank_issues_enabled: boolean; contact_links: { url: string }[] }>(`${folder}/config.yml`);
    expect(config.blank_issues_enabled).toBe(false);
    expect(config.contact_links.map(({ url }) => url)).toContainEqual(
      expect.stringMatching(/\/security\/advisories\/new$/),
    );
  });
});
