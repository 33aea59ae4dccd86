// node issue.js NODES.txt FOLDER: issues a certificate for every kubelet in the list that has none yet.
// FOLDER holds the CA as ca.pem and ca-key.pem, and gets kubelet-NODE.pem and kubelet-NODE-key.pem.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createLocalSigner } from "cfssl-ts";
import { parseNodes } from "./nodes.js";
import { forEachBounded } from "./pool.js";

/** @type {import("cfssl-ts").ConfigJson} */
const config = {
  signing: {
    default: { expiry: "1h" },
    profiles: {
      kubelet: { expiry: "8760h", usages: ["signing", "key encipherment", "server auth", "client auth"] },
    },
  },
};

/**
 * @param {string} listPath
 * @param {string} folder
 */
async function issueAll(listPath, folder) {
  const nodes = parseNodes(await readFile(listPath, "utf8"));
  const [ca, caKey] = await Promise.all([readFile(join(folder, "ca.pem")), readFile(join(folder, "ca-key.pem"))]);
  const signer = await createLocalSigner({ ca, caKey, config, strictProfile: true });
  const missing = nodes.filter(({ name }) => needsCertificate(join(folder, `kubelet-${name}`)));

  // Making keys is work for the processor: more at once than there are cores would take memory and save no time.
  await forEachBounded(missing, availableParallelism(), async ({ name, hosts }) => {
    const { cert, key } = await signer.gencert(
      // Kubernetes reads the user from CN and the group from O, to the letter.
      { CN: `system:node:${name}`, names: [{ O: "system:nodes" }], hosts: [...hosts] },
      { profile: "kubelet" },
    );
    const path = join(folder, `kubelet-${name}`);
    // "wx" refuses a file that exists: no key in use is ever replaced.
    await writeFile(`${path}-key.pem`, key, { mode: 0o600, flag: "wx" });
    await writeFile(`${path}.pem`, cert, { mode: 0o644, flag: "wx" });
  });
  console.log(`${missing.length} certificates issued, ${nodes.length - missing.length} were there already`);
}

/** @param {string} path without `.pem` and `-key.pem` */
function needsCertificate(path) {
  const [hasKey, hasCert] = [existsSync(`${path}-key.pem`), existsSync(`${path}.pem`)];
  if (hasKey === hasCert) return !hasCert;
  const [there, gone] = hasKey ? [`${path}-key.pem`, `${path}.pem`] : [`${path}.pem`, `${path}-key.pem`];
  throw new Error(`${there} exists, but ${gone} does not: an earlier run was interrupted. Remove the file first.`);
}

const [listPath, folder] = process.argv.slice(2);
if (listPath === undefined || folder === undefined) {
  console.error("Usage: node issue.js NODES.txt FOLDER");
  process.exitCode = 2;
} else {
  try {
    await issueAll(listPath, folder);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
