// node renew.js [--days 30] [--profile NAME] FOLDER NAME …: renews FOLDER/NAME.pem when it has fewer days left. Its key
// stays. FOLDER holds ca.pem, ca-key.pem, ca-config.json and, as cfssljson writes them, NAME.pem and NAME.csr.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { certinfo, createLocalSigner } from "cfssl-ts";
import { daysLeft } from "./days-left.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { days: { type: "string", default: "30" }, profile: { type: "string", default: "" } },
});
const limit = Number(values.days);
const [folder = "", ...names] = positionals;
if (names.length === 0 || !(limit >= 0)) {
  console.error("Usage: node renew.js [--days 30] [--profile NAME] FOLDER NAME …");
  process.exit(2);
}

/** @param {string} name */
const read = (name) => readFile(join(folder, name), "utf8");

const config = await read("ca-config.json");
const { profile } = values;
if (profile !== "" && !Object.hasOwn(JSON.parse(config).signing.profiles ?? {}, profile)) {
  console.error(`There is no profile ${profile} in ca-config.json`);
  process.exit(1);
}
const signer = await createLocalSigner({ ca: await read("ca.pem"), caKey: await read("ca-key.pem"), config });

/** @param {string} name */
async function renew(name) {
  const [old, csr] = await Promise.all([read(`${name}.pem`), read(`${name}.csr`)]);
  const days = daysLeft(certinfo(old).not_after);
  if (days >= limit) return console.log(`${name}: ${days} days left`);

  const { cert } = await signer.sign(csr, { profile });
  mustReplace(certinfo(cert), certinfo(old));
  // The new file takes the old one's place in one step: whoever reads it sees either, and never half of one.
  const path = join(folder, `${name}.pem`);
  await writeFile(`${path}.new`, cert, { mode: 0o644 });
  await rename(`${path}.new`, path);
  console.log(`${name}: renewed, ${daysLeft(certinfo(cert).not_after)} days left`);
}

/**
 * Refuses a certificate that is not the old one with other dates. The request may be of another key, or ask for other
 * hosts than the old certificate was issued with.
 *
 * @param {import("cfssl-ts").CertificateInfo} fresh
 * @param {import("cfssl-ts").CertificateInfo} old
 */
function mustReplace(fresh, old) {
  for (const field of /** @type {const} */ (["subject", "sans", "subject_key_id"])) {
    const [now, before] = [JSON.stringify(fresh[field]), JSON.stringify(old[field])];
    if (now !== before) throw new Error(`${field} would change from ${before} to ${now}`);
  }
}

for (const name of names) {
  try {
    await renew(name);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
