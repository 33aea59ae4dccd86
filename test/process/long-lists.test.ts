import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fixturePath } from "../support/contents.js";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const count = 70_000;
const hosts = Array.from({ length: count }, (_, at) => `h${at}.example.net`);

/** Runs a script in a folder with a CA. */
function run(
  script: string,
  files: Readonly<Record<string, string>>,
  action: (folder: string, shown: string) => unknown,
) {
  return withFolder(async (folder) => {
    for (const name of ["ca-ecdsa-256.pem", "ca-ecdsa-256-key.pem"]) {
      await writeFile(join(folder, name.replace("-ecdsa-256", "")), await readFile(fixturePath(`pem/${name}`)));
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { exitCode, stdout, stderr } = await runShell(`set -e; ${script}`, { cwd: folder, programs });
    expect({ exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ exitCode: 0, stderr: "" });
    await action(folder, stdout);
  });
}

test("a certificate may have any number of hosts, and can be read again", async () => {
  const script = `cfssl genkey csr.json 2>log | cfssljson -bare x
    cfssl sign -ca ca.pem -ca-key ca-key.pem x.csr 2>>log | cfssljson -bare x
    cfssl-certinfo -cert x.pem`;
  await run(script, { "csr.json": JSON.stringify({ CN: "x", hosts }) }, (_, shown) => {
    expect(JSON.parse(shown).sans).toEqual(hosts);
  });
});

test("a list may revoke any number of certificates", async () => {
  const serials = hosts.map((_, at) => String(at + 1));
  const script =
    "cfssl gencrl serials ca.pem ca-key.pem | base64 -d > list && openssl crl -inform DER -in list -noout -text";
  await run(script, { serials: serials.join("\n") }, (_, shown) => {
    const revoked = [...shown.matchAll(/Serial Number: (\w+)/g)].map(([, digits]) => String(Number(`0x${digits}`)));
    expect(revoked).toEqual(serials);
  });
});

test("a request may have any number of names, attributes and extensions", async () => {
  const names = hosts.map((O) => ({ O }));
  names.push(Object.assign({ O: "x" }, { OID: Object.fromEntries(hosts.map((host, at) => [`1.2.3.${at}`, host])) }));
  const extensions = hosts.map((_, at) => ({ Id: [1, 2, 3, at], Value: "BQA=" }));
  const script = "cfssl genkey csr.json 2>log | cfssljson -bare x; cfssl certinfo -csr x.csr";
  await run(script, { "csr.json": JSON.stringify({ CN: "x", names, extensions }) }, (_, shown) => {
    const { Subject, Extensions } = JSON.parse(shown);
    expect(Subject.Organization).toHaveLength(count + 1);
    expect(Subject.Names).toHaveLength(2 * count + 2);
    expect(Extensions).toHaveLength(count);
  });
});
