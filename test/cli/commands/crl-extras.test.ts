import { spawnSync } from "node:child_process";
import { commands } from "../../../src/cli/commands/index.js";
import { initca } from "../../../src/index.js";
import { type DatabaseFolder, makeDatabaseFolder } from "../../support/database-folder.js";
import { fakeNow } from "../../support/fake-host.js";
import { areInstalled } from "../../support/installed.js";

let folder: DatabaseFolder;
const crl = "crl -db-config db.json -ca ca.pem -ca-key ca-key.pem";

/** The CA has revoked 1 to 12 with the reasons 0 to 11, another CA 99. */
beforeAll(async () => {
  folder = makeDatabaseFolder();
  const ca = await initca({ CN: "CA" }, { now: () => fakeNow });
  folder.put("ca.pem", ca.cert);
  folder.put("ca-key.pem", ca.key);
  await folder.run("certdb init -db-config db.json");
  const id = /Subject Key Identifier: *\n *([0-9A-F:]+)/.exec(openssl(["x509", "-text", "-noout"], ca.cert))?.[1];
  const own = (id ?? "").replaceAll(":", "").toLowerCase();
  const rows = Array.from({ length: 12 }, (_, reason) => [String(reason + 1), own, reason] as const);
  for (const [serial, authority, reason] of [...rows, ["99", "ab", 1] as const]) {
    await folder.change(
      `INSERT INTO certificates (serial_number, authority_key_identifier, ca_label, status, reason, expiry, revoked_at, pem) VALUES ('${serial}', '${authority}', '', 'revoked', ${reason}, '2999-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00', 'x')`,
    );
  }
});
afterAll(() => folder.remove());

function openssl(args: readonly string[], input: string | Buffer): string {
  return spawnSync("openssl", args, { input, encoding: "utf8" }).stdout;
}

async function listed(flags: string): Promise<string> {
  const { code, stdout, stderr } = await folder.run(crl.replace("crl ", `crl ${flags} `));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return openssl(["crl", "-inform", "DER", "-text", "-noout"], Buffer.from(stdout, "base64"));
}

const withOpenssl = areInstalled(["openssl"], "the extensions of lists") ? test : test.skip;

withOpenssl("a list has upstream's contents unless a flag asks for more", async () => {
  const text = await listed("");
  expect(text.match(/Serial Number/g)).toHaveLength(13);
  expect(text).not.toMatch(/Reason|CRL Number|Distribution/);
});

withOpenssl("-number gives the list a number", async () => {
  const highest = (1n << 159n) - 1n;
  expect(await listed("-number 7")).toMatch(/CRL Number: *\n *7\n/);
  expect(await listed("-number 0")).toMatch(/CRL Number: *\n *0\n/);
  expect(await listed(`-number ${highest}`)).toMatch(/CRL Number: *\n *0x7F{39}\n/);
  expect(await listed("-number time")).toMatch(
    new RegExp(`CRL Number: *\\n *(?:${fakeNow}|0x${fakeNow.toString(16).toUpperCase().padStart(12, "0")})\\n`),
  );
});

withOpenssl("-reasons says why, where a full list may", async () => {
  const reasons = [...(await listed("-reasons")).matchAll(/Reason Code: *\n *(.*)/g)].map(([, reason]) => reason);
  expect(reasons).toEqual([
    ...["Key Compromise", "CA Compromise", "Affiliation Changed", "Superseded", "Cessation Of Operation"],
    ...["Certificate Hold", "Privilege Withdrawn", "AA Compromise", "Key Compromise"],
  ]);
});

withOpenssl("-idp says where the list is, critically", async () => {
  const text = await listed("-idp http://a.example/ca.crl -idp ldap://b.example/ca");
  expect(text).toMatch(
    /Issuing Distribution Point: critical\n *Full Name:\n *URI:http:\/\/a\.example\/ca\.crl\n? *,? *URI:ldap:\/\/b\.example\/ca\n/,
  );
});

withOpenssl("-own leaves out what another CA has issued", async () => {
  const text = await listed("-own");
  expect(text.match(/Serial Number/g)).toHaveLength(12);
  expect(text).not.toContain("Serial Number: 63");
});

test.each([
  ["-number x", '-number takes a decimal number of 20 bytes at most, or time, not "x"'],
  ["-number -1", '-number takes a decimal number of 20 bytes at most, or time, not "-1"'],
  [`-number ${1n << 159n}`, "-number takes a decimal number of 20 bytes at most"],
  ["-idp ca.crl", '-idp takes URLs such as http://example.com/ca.crl, not "'],
])("crl %s is refused", async (flags, message) => {
  const { code, stdout, stderr } = await folder.run(crl.replace("crl ", `crl ${flags} `));
  expect({ code, stdout, stderr: stderr.slice(0, message.length) }).toEqual({ code: 2, stdout: "", stderr: message });
});

const others = Object.entries(commands).filter(([name, { load, ours }]) => name !== "crl" && load && !ours);

test.each(others.flatMap(([name]) => ["number", "reasons", "idp", "own"].map((flag) => [name, flag])))(
  "cfssl %s does not know -%s, as upstream's does not",
  async (name, flag) => {
    const { code, stderr } = await folder.run(`${name} -${flag} 1`);
    expect({ code, line: stderr.split("\n")[0] }).toEqual({
      code: 2,
      line: `flag provided but not defined: -${flag}`,
    });
  },
);
