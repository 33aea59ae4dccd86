import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { certinfo, createLocalSigner, initca } from "../../src/index.js";
import { layOutExample, runNode } from "../support/examples.js";
import { withFolder } from "../support/spawned.js";

const usages = ["signing", "key encipherment", "server auth"] as const;
const config = {
  signing: {
    default: { expiry: "1h", usages },
    profiles: { year: { expiry: "8760h", usages }, week: { expiry: "168h", usages } },
  },
} as const;

interface Example {
  readonly run: (...args: string[]) => ReturnType<typeof runNode>;
  readonly read: (name: string) => Promise<string>;
  readonly write: (name: string, text: string) => Promise<void>;
}

/** Gives the action a copy of the example with a CA and two certificates, `year` and `week`. */
function withExample(action: (example: Example) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    layOutExample("expiry", folder);
    const write = (name: string, text: string) => writeFile(join(folder, name), text);
    const ca = await initca({ CN: "Example CA" });
    const signer = await createLocalSigner({ ca: ca.cert, caKey: ca.key, config });
    await write("ca.pem", ca.cert);
    await write("ca-key.pem", ca.key);
    await write("foreign.pem", (await initca({ CN: "Example CA" })).cert);
    await write("ca-config.json", JSON.stringify(config));
    for (const name of ["year", "week"]) {
      const { cert, csr, key } = await signer.gencert({ CN: name, hosts: [`${name}.example.com`] }, { profile: name });
      await write(`${name}.pem`, cert);
      await write(`${name}.csr`, csr);
      await write(`${name}-key.pem`, key);
    }
    await action({
      run: (...args) => runNode(args, folder),
      read: (name) => readFile(join(folder, name), "utf8"),
      write,
    });
  });
}

describe("the check", () => {
  test.each<[string, string[], number, string]>([
    ["passes where all have time left", ["year.pem"], 0, "ok        364 days  year  year.pem\n"],
    ["fails where one has not", ["week.pem"], 1, "EXPIRES     6 days  week  week.pem\n"],
    ["takes another limit", ["--days", "6", "week.pem"], 0, "ok          6 days  week  week.pem\n"],
    [
      "fails for a file without a certificate",
      ["week.csr"],
      1,
      'ERROR   week.csr: Failed to decode certificate: bundle is labeled "CERTIFICATE REQUEST"\n',
    ],
    [
      "fails for a file that is not there",
      ["x.pem"],
      1,
      "ERROR   x.pem: ENOENT: no such file or directory, open 'x.pem'\n",
    ],
  ])("%s", (_, args, code, stdout) =>
    withExample(async ({ run }) => {
      expect(await run("check.js", ...args)).toEqual({ code, stdout, stderr: "" });
    }),
  );

  test("looks at every certificate of a chain", () =>
    withExample(async ({ run, read, write }) => {
      await write("chain.pem", (await read("year.pem")) + (await read("week.pem")));
      const { code, stdout } = await run("check.js", "chain.pem");
      expect([code, stdout.split("\n").map((line) => line.slice(0, 7))]).toEqual([1, ["ok     ", "EXPIRES", ""]]);
    }));

  test.each([[[]], [["--days", "many", "year.pem"]]])("exits 2 for the arguments %j", (args) =>
    withExample(async ({ run }) => {
      expect(await run("check.js", ...args)).toMatchObject({ code: 2, stdout: "" });
    }),
  );
});

describe("renewal", () => {
  test("gives the certificate that expires soon other dates, and leaves the other one", () =>
    withExample(async ({ run, read }) => {
      const [year, week] = [await read("year.pem"), await read("week.pem")];
      expect(await run("renew.js", "--profile", "year", ".", "year", "week")).toEqual({
        code: 0,
        stdout: "year: 364 days left\nweek: renewed, 364 days left\n",
        stderr: "",
      });
      expect(await read("year.pem")).toBe(year);
      const [before, after] = [certinfo(week), certinfo(await read("week.pem"))];
      expect([after.subject, after.sans, after.subject_key_id]).toEqual([
        before.subject,
        before.sans,
        before.subject_key_id,
      ]);
      expect(Date.parse(after.not_after)).toBeGreaterThan(Date.parse(before.not_after));
    }));

  test.each<[string, string, string, RegExp]>([
    [
      "a key of another certificate",
      "week-key.pem",
      "year-key.pem",
      /^week: the key of week.pem is not in week-key.pem/,
    ],
    ["a certificate of another CA", "week.pem", "foreign.pem", /^week: /],
    ["a file that holds no certificate", "week.pem", "week-key.pem", /^week: Failed to parse certificate/],
  ])("leaves everything as it is where there is %s", (_, path, source, message) =>
    withExample(async ({ run, read, write }) => {
      await write(path, await read(source));
      const before = await read("week.pem");
      const { code, stdout, stderr } = await run("renew.js", "--profile", "year", "--days", "2000", ".", "week");
      expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(message)]);
      expect(await read("week.pem")).toBe(before);
    }),
  );

  test("refuses a profile that the configuration does not have", () =>
    withExample(async ({ run, read }) => {
      const before = await read("week.pem");
      const { code, stderr } = await run("renew.js", "--profile", "yaer", ".", "week");
      expect([code, stderr]).toEqual([
        1,
        'week: Unknown policy profile: the configuration has no "yaer", only "year", "week"\n',
      ]);
      expect(await read("week.pem")).toBe(before);
    }));
});
