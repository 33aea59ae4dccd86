import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import { compatLevel, ourPrograms, realPrograms, releases } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const ours = ourPrograms();
const requests = {
  "ca.json": { CN: "Example CA", names: [{ C: "US", O: "Example & Söhne" }], ca: { expiry: "24h" } },
  "x.json": { CN: "x.example", hosts: ["x.example", "10.0.0.1", "a@b.example"], names: [{ O: "Example" }] },
};

const keys = {
  "ECDSA P-256": { algo: "ecdsa", size: 256 },
  "ECDSA P-521": { algo: "ecdsa", size: 521 },
  "RSA 2048": { algo: "rsa", size: 2048 },
};

/**
 * Runs a script with the programs of both sides: `maker_cfssl`, `taker_cfssl`, `maker_cfssljson` and `taker_cfssljson`.
 */
async function handOver(maker: string, taker: string, key: object, script: string, env: Record<string, string>) {
  return withFolder(async (folder) => {
    for (const [name, value] of Object.entries(requests)) {
      await writeFile(join(folder, name), JSON.stringify({ ...value, key }));
    }
    const programs = Object.entries({ maker, taker }).flatMap(([side, path]) =>
      ["cfssl", "cfssljson"].map((name) => `${side}_${name}() { ${path}/${name} "$@"; }`),
    );
    return runShell(`${programs.join("\n")}\nexec 2>errors\n${script}`, { cwd: folder, programs: ours, env });
  });
}

const script = `set -e
maker_cfssl gencert -initca ca.json >ca.answer
taker_cfssljson -bare ca <ca.answer
maker_cfssl genkey x.json | taker_cfssljson -bare x
# The taker works with the maker's authority and request.
taker_cfssl sign -ca ca.pem -ca-key ca-key.pem x.csr | maker_cfssljson -bare signed
taker_cfssl gencert -ca ca.pem -ca-key ca-key.pem x.json | maker_cfssljson -bare issued
taker_cfssl gencert -renewca -ca ca.pem -ca-key ca-key.pem | maker_cfssljson -bare renewed
taker_cfssl selfsign h x.json | maker_cfssljson -bare self
echo 5 >serials.txt
taker_cfssl gencrl serials.txt ca.pem ca-key.pem | base64 -d >crl.der
openssl verify -CAfile ca.pem signed.pem issued.pem
openssl verify -CAfile renewed.pem issued.pem
openssl crl -inform der -in crl.der -CAfile ca.pem -noout 2>&1
# Both see the same in every file.
for file in ca signed issued renewed self; do
  maker_cfssl certinfo -cert $file.pem >maker.json
  taker_cfssl certinfo -cert $file.pem >taker.json
  cmp maker.json taker.json
done
for file in ca x signed; do
  maker_cfssl certinfo -csr $file.csr >maker.json
  taker_cfssl certinfo -csr $file.csr >taker.json
  cmp maker.json taker.json
done
echo done`;

const expected = "signed.pem: OK\nissued.pem: OK\nissued.pem: OK\nverify OK\ndone\n";

describe.each(releases)("real cfssl %s", (release) => {
  const real = realPrograms(release) ?? "";
  const env = release === "1.6.5" ? {} : { CFSSL_COMPAT: compatLevel[release] };
  const available = real === "" ? test.skip : test;
  if (real === "")
    console.warn(`cfssl ${release} is not installed: fixtures/ORACLE.md tells how. Its tests are skipped.`);

  available.each(Object.entries(keys))("accepts what ours makes with %s", async (_, key) => {
    expect(await handOver(ours, real, key, script, env)).toMatchObject({ exitCode: 0, stdout: expected });
  });

  available.each(Object.entries(keys))("makes with %s what ours accepts", async (_, key) => {
    expect(await handOver(real, ours, key, script, env)).toMatchObject({ exitCode: 0, stdout: expected });
  });

  available("shows the same as ours for a server's certificate, asked over TLS", async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, "x.json"), JSON.stringify(requests["x.json"]));
      await runShell("cfssl selfsign localhost x.json 2>/dev/null | cfssljson -bare x", {
        cwd: folder,
        programs: ours,
      });
      const pem = { key: await readFile(join(folder, "x-key.pem")), cert: await readFile(join(folder, "x.pem")) };
      const server = createServer(pem, (socket) => socket.end()).on("tlsClientError", () => {});
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      try {
        const ask = (programs: string) =>
          runShell(`cfssl certinfo -domain 127.0.0.1:${port}; cfssl-certinfo -domain localhost:${port}`, {
            cwd: folder,
            programs,
            env,
          });
        const answer = await ask(ours);
        expect(answer.stdout).toContain('"common_name": "x.example"');
        expect(answer).toEqual(await ask(real));
      } finally {
        server.close();
      }
    });
  });
});
