import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLocalSigner, initca, type NameConstraintsJson, verifyCertificate } from "../../src/index.js";
import { withFolder } from "../support/spawned.js";

interface Leaf {
  readonly hosts?: readonly string[];
  readonly CN?: string;
}

/** Constraints, certificates that keep to them, and certificates that do not. */
const rows: readonly (readonly [NameConstraintsJson, inside: readonly Leaf[], outside: readonly Leaf[]])[] = [
  [
    { permitted: ["example.com"] },
    [{ hosts: ["example.com"] }, { hosts: ["a.b.example.com"] }, { hosts: ["10.0.0.1"] }],
    [{ hosts: ["example.org"] }, { hosts: ["badexample.com"] }, { hosts: ["a.example.com", "a.example.org"] }],
  ],
  [{ permitted: [".example.com"] }, [{ hosts: ["a.example.com"] }], [{ hosts: ["example.com"] }]],
  [{ excluded: ["example.com"] }, [{ hosts: ["example.org"] }], [{ hosts: ["a.example.com"] }]],
  [{ excluded: ["dns:"] }, [{ hosts: ["10.0.0.1"] }], [{ hosts: ["a.example.com"] }]],
  [
    { permitted: ["10.0.0.0/8", "fd00::/8"], excluded: ["10.1.0.0/16"] },
    [{ hosts: ["10.2.0.1"] }, { hosts: ["fd00::1"] }],
    [{ hosts: ["11.0.0.1"] }, { hosts: ["10.1.0.1"] }, { hosts: ["2001:db8::1"] }],
  ],
  [
    { permitted: ["a@example.com", "email:mail.example"] },
    [{ hosts: ["a@example.com"] }, { hosts: ["b@mail.example"] }],
    [{ hosts: ["b@example.com"] }, { hosts: ["b@other.example"] }],
  ],
  [{ permitted: ["uri:example.com"] }, [{ hosts: ["spiffe://example.com/a"] }], [{ hosts: ["https://example.org/a"] }]],
];

const isOpensslThere = spawnSync("openssl", ["version"]).status === 0;
if (!isOpensslThere) console.warn("openssl is not installed: no name constraints are verified by it.");

/** Whether openssl and we accept a certificate of a CA with these constraints. */
async function verdicts(nameConstraints: NameConstraintsJson, { CN = "leaf", hosts = [] }: Leaf) {
  const { cert, key } = await initca({ CN: "CA", ca: { expiry: "24h" } }, { nameConstraints });
  const leaf = await (await createLocalSigner({ ca: cert, caKey: key })).gencert({ CN, hosts });
  const ours = await verifyCertificate(leaf.cert, { roots: cert }).then(
    () => true,
    () => false,
  );
  const openssl = await withFolder(async (cwd) => {
    writeFileSync(join(cwd, "ca.pem"), cert);
    writeFileSync(join(cwd, "leaf.pem"), leaf.cert);
    return spawnSync("openssl", ["verify", "-CAfile", "ca.pem", "leaf.pem"], { cwd, encoding: "utf8" });
  });
  return { ours, openssl: openssl.status === 0, says: openssl.stderr };
}

(isOpensslThere ? describe : describe.skip)("name constraints", () => {
  const cases = rows.flatMap(([constraints, inside, outside]) => [
    ...inside.map((leaf) => [constraints, leaf, true] as const),
    ...outside.map((leaf) => [constraints, leaf, false] as const),
  ]);
  test.each(cases)("%j and %j: openssl and we say %s", async (constraints, leaf, isAccepted) => {
    const { ours, openssl, says } = await verdicts(constraints, leaf);
    expect({ ours, openssl }).toEqual({ ours: isAccepted, openssl: isAccepted });
    expect(says.includes("subtree violation")).toBe(!isAccepted);
  });

  test("openssl takes a common name that looks like a DNS name for one, and ensure refuses it", async () => {
    const { openssl } = await verdicts({ permitted: ["example.com"] }, { CN: "www.example.org", hosts: ["10.0.0.1"] });
    expect(openssl).toBe(false);
  });
});
