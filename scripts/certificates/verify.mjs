import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * What `openssl verify` says of a certificate, trusting the self-signed one at the end of its chain: `verdict` in a word,
 * and the reason if it fails.
 */
export function verify(certificate, folder) {
  const chain = [];
  for (let at = certificate; at && !chain.includes(at); at = at.ca) chain.push(at);
  const root = chain.at(-1);
  if (!root.isSelfSigned) return { verdict: "no CA" };
  const untrusted = chain.slice(1, -1).flatMap(({ file }) => ["-untrusted", join(folder, file)]);
  const args = [
    "verify",
    "-no-CApath",
    "-CAfile",
    join(folder, root.file),
    ...untrusted,
    join(folder, certificate.file),
  ];
  const { error, status, stdout, stderr } = spawnSync("openssl", args, { encoding: "utf8" });
  // It is not installed.
  if (error) return { verdict: "not run" };
  if (status === 0) return { verdict: "OK" };
  const [reason = `${stdout}${stderr}`.trim()] = /error \d+ at .*/.exec(stdout + stderr) ?? [];
  return { verdict: "fails", reason };
}
