import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { pem } from "../../golden/describe.js";
import { DatabaseFile } from "../../support/case.js";
import { bytesOf } from "../../support/contents.js";
import { createFakeHost } from "../../support/fake-host.js";
import { createMemoryFiles, type MemoryFiles } from "../../support/memory-files.js";

const authority = Buffer.from(bytesOf(pem("ca-ecdsa-256.pem"))).toString();
const row = (serial: string) =>
  `INSERT INTO certificates (serial_number, authority_key_identifier, ca_label, status, reason, expiry, revoked_at, pem)
   VALUES ('${serial}', 'ab', '', 'good', 0, '2090-01-01 00:00:00+00:00', '0001-01-01 00:00:00+00:00', '${authority}');\n`;
const fixed = {
  "ca.pem": Buffer.from(authority),
  "ca-key.pem": bytesOf(pem("ca-ecdsa-256-key.pem")),
  "certs.db": bytesOf(new DatabaseFile("sqlite.sql", row("1") + row("2"))),
  "db.json": Buffer.from('{"driver":"sqlite3","data_source":"certs.db"}'),
};
const signer = ["-ca", "ca.pem", "-responder", "ca.pem", "-responder-key", "ca-key.pem", "-db-config", "db.json"];

/**
 * Runs `cfssl ocsprefresh` until it waits for the round after the last of `changes`. After each round, one of them is
 * done to the files.
 */
async function refresh(more: readonly string[], changes: readonly ((files: MemoryFiles) => void)[] = []) {
  const files = createMemoryFiles(new Map(Object.entries(fixed)), 0o022);
  const left = [...changes];
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const host = createFakeHost({ args: ["ocsprefresh", ...signer, ...more], files });
  const exitCode = await cfssl({
    ...host,
    async wait() {
      const change = left.shift();
      if (change) return change(files);
      stop();
      return new Promise<void>(() => {});
    },
    async untilStopped(finish) {
      await stopped;
      await finish();
    },
  });
  const { stdout, stderr } = host.printed();
  const log = stderr.toString().replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, "");
  return { exitCode, stdout: stdout.toString(), log };
}

test("-watch renews the responses again and again, after errors too, with what the files say then", async () => {
  const breakKey = (files: MemoryFiles) => files.write("ca-key.pem", Buffer.from("x"), 0o600);
  const mendKey = (files: MemoryFiles) => files.write("ca-key.pem", fixed["ca-key.pem"], 0o600);
  const breakTables = (files: MemoryFiles) => files.write("certs.db", new Uint8Array(), 0o644);
  expect(await refresh(["-watch", "1h"], [breakKey, mendKey, breakTables])).toEqual({
    exitCode: 0,
    stdout: "",
    log: [
      "[INFO] renewed 2 OCSP responses",
      '[CRITICAL] Unable to create OCSP signer: {"code":2002,"message":"Failed to decode private key"}',
      '[ERROR] not all OCSP responses are renewed: {"code":2002,"message":"Failed to decode private key"}; next try in 1h0m0s',
      "[INFO] renewed 2 OCSP responses",
      '[ERROR] not all OCSP responses are renewed: {"code":11000,"message":"no such table: certificates"}; next try in 1h0m0s',
      "",
    ].join("\n"),
  });
});

test.each([
  [
    ["-watch", "96h"],
    0,
    "[WARNING] responses can expire before they are renewed each 96h0m0s: give -watch at least an hour less than " +
      "-interval\n[INFO] renewed 2 OCSP responses\n",
  ],
  [["-watch", "95h"], 0, "[INFO] renewed 2 OCSP responses\n"],
  [["-watch", "999ms"], 1, "-watch 999ms is too short: give a second or more, such as -watch 1h\n"],
  [["-watch", "-1h"], 1, "-watch -1h0m0s is too short: give a second or more, such as -watch 1h\n"],
  [["-watch", "0"], 0, ""],
  [[], 0, ""],
])("%j is what it says", async (more, exitCode, log) => {
  expect(await refresh(more)).toMatchObject({ exitCode, log });
});

test("-watch ends at once where its files cannot be read at the start", async () => {
  const { exitCode, log } = await refresh(["-watch", "1h", "-responder-key", "missing.pem"]);
  expect({ exitCode, log }).toEqual({
    exitCode: 1,
    log:
      '[CRITICAL] Unable to create OCSP signer: {"code":1001,"message":"open missing.pem: no such file or directory"}\n' +
      '{"code":1001,"message":"open missing.pem: no such file or directory"}\n',
  });
});
