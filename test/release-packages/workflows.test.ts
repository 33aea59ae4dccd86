import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { output, testWith } from "./release.js";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly "runs-on": string;
  readonly "timeout-minutes": number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
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
