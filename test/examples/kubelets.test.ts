import { X509Certificate } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { initca } from "../../src/index.js";
import { layOutExample, runNode } from "../support/examples.js";
import { withFolder } from "../support/spawned.js";

const nodes = (text: string) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

/** Gives the action a copy of the example with a CA in `pki`. */
function withExample(action: (folder: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    layOutExample("kubelets", folder);
    const { cert, key } = await initca({ CN: "kubernetes-ca" });
    await writeFile(join(folder, "ca.pem"), cert);
    await writeFile(join(folder, "ca-key.pem"), key);
    await action(folder);
  });
}

const issue = (folder: string) => runNode(["issue.js", "nodes.txt", "."], folder);

test("fifty kubelets get what Kubernetes wants in their certificates, and keys that only their owner can read", () =>
  withExample(async (folder) => {
    expect(await issue(folder)).toEqual({
      code: 0,
      stdout: "50 certificates issued, 0 were there already\n",
      stderr: "",
    });
    const ca = new X509Certificate(await readFile(join(folder, "ca.pem")));
    const list = nodes(await readFile(join(folder, "nodes.txt"), "utf8"));
    expect(list).toHaveLength(50);
    const serials = new Set<string>();
    for (const line of list) {
      const [name = "", address = ""] = line.split(" ");
      const certificate = new X509Certificate(await readFile(join(folder, `kubelet-${name}.pem`)));
      serials.add(certificate.serialNumber);
      expect(certificate.subject).toBe(`O=system:nodes\nCN=system:node:${name}`);
      expect(certificate.verify(ca.publicKey)).toBe(true);
      expect(certificate.checkHost(name)).toBe(name);
      expect(certificate.checkIP(address)).toBe(address);
      expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
      expect((await stat(join(folder, `kubelet-${name}-key.pem`))).mode & 0o777).toBe(0o600);
    }
    expect(serials.size).toBe(50);
  }));

test("a second run issues for new nodes alone, and replaces nothing", () =>
  withExample(async (folder) => {
    const list = join(folder, "nodes.txt");
    await writeFile(list, "a 10.0.0.1\n");
    await issue(folder);
    const before = await readFile(join(folder, "kubelet-a-key.pem"), "utf8");
    await writeFile(list, "a 10.0.0.1\nb 10.0.0.2\n");
    expect(await issue(folder)).toMatchObject({ code: 0, stdout: "1 certificates issued, 1 were there already\n" });
    expect(await readFile(join(folder, "kubelet-a-key.pem"), "utf8")).toBe(before);
  }));

test("half a pair stops everything", () =>
  withExample(async (folder) => {
    await writeFile(join(folder, "nodes.txt"), "a 10.0.0.1\n");
    await issue(folder);
    await rm(join(folder, "kubelet-a.pem"));
    const { code, stderr } = await issue(folder);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("kubelet-a-key.pem exists, but kubelet-a.pem does not"),
    ]);
  }));

test.each<[string, string]>([
  ["Worker-1 10.0.0.1", "line 1: Worker-1 is not a node's name\n"],
  ["worker-1", "line 1: worker-1 has no IP address\n"],
  ["# all\n\nw 10.0.0.1\nw 10.0.0.2", "line 4: w is listed twice\n"],
  ["w 10.0.0.1 10.0.0.0/16", "line 1: 10.0.0.0/16 is neither an IP address nor a DNS name\n"],
  ["w 10.0.0.1 10.0.0.300", "line 1: 10.0.0.300 is neither an IP address nor a DNS name\n"],
  ["w 10.0.0.1 ../x", "line 1: ../x is neither an IP address nor a DNS name\n"],
  ["../../w 10.0.0.1", "line 1: ../../w is not a node's name\n"],
  [
    "10.0.0.1\n-w 10.0.0.2",
    "line 1: 10.0.0.1 is not a node's name\nline 1: 10.0.0.1 has no IP address\nline 2: -w is not a node's name\n",
  ],
  ["# nobody", "no node is listed\n"],
])("of the list %j nothing is issued, and every mistake is told", (list, problems) =>
  withExample(async (folder) => {
    await writeFile(join(folder, "nodes.txt"), list);
    expect(await issue(folder)).toEqual({ code: 1, stdout: "", stderr: problems });
    expect((await readdir(folder)).filter((name) => name.startsWith("kubelet-"))).toEqual([]);
  }),
);

test("the pool runs no more than it may at once, and begins nothing after a failure", () =>
  withExample(async (folder) => {
    await writeFile(
      join(folder, "try.js"),
      `import { forEachBounded } from "./pool.js";
      let [now, most, begun] = [0, 0, 0];
      const pause = () => new Promise((resolve) => setImmediate(resolve));
      await forEachBounded(Array(20).keys(), 3, async () => { now++; most = Math.max(most, now); await pause(); now--; });
      const failed = forEachBounded([1, 2, 3, 4, 5, 6], 2, async (n) => { begun++; await pause(); if (n === 2) throw new Error("two"); });
      const message = await failed.catch((error) => error.message);
      console.log(most, message, begun);`,
    );
    const { stdout } = await runNode(["try.js"], folder);
    expect(stdout).toMatch(/^3 two [23]\n$/);
  }));
