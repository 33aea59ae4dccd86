// node renew.js [--days 30] [--profile NAME] FOLDER NAME …: renews FOLDER/NAME.pem when it has fewer days left. Its key
// stays. FOLDER holds ca.pem, ca-key.pem and ca-config.json, and NAME.pem and NAME-key.pem as cfssljson writes them.
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { certinfo, createLocalSigner, daysLeft } from "cfssl-ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { days: { type: "string", default: "30" }, profile: { type: "string" } },
});
const limit = Number(values.days);
const [folder = "", ...names] = positionals;
if (names.length === 0 || !(limit >= 0)) {
  console.error("Usage: node renew.js [--days 30] [--profile NAME] FOLDER NAME …");
  process.exit(2);
}

/** @param {string} name */
const read = (name) => readFile(join(folder, name), "utf8");

const [ca, caKey, config] = await Promise.all([read("ca.pem"), read("ca-key.pem"), read("ca-config.json")]);
const signer = await createLocalSigner({ ca, caKey, config, strictProfile: true });

/** @param {string} name */
async function renew(name) {
  const [old, key] = await Promise.all([read(`${name}.pem`), read(`${name}-key.pem`)]);
  const days = daysLeft(old);
  if (days >= limit) return console.log(`${name}: ${days} days left`);

  // Same subject, same names, same key, so the new certificate fits wherever the old one does.
  const { cert } = await signer.renew(old, { profile: values.profile, key });
  if (certinfo(cert).subject_key_id !== certinfo(old).subject_key_id) {
    throw new Error(`the key of ${name}.pem is not in ${name}-key.pem`);
  }
  // The new file takes the old one's place in one step: whoever reads it sees either, and never half of one.
  const path = join(folder, `${name}.pem`);
  await writeFile(`${path}.new`, cert, { mode: 0o644 });
  await rename(`${path}.new`, path);
  console.log(`${name}: renewed, ${daysLeft(cert)} days left`);
}

for (const name of names) {
  try {
    await renew(name);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
