// Prints a table of the certificates in a folder, and what is wrong with them: node scripts/list-certificates.mjs DIR
import { readCertificates } from "./certificates/read.mjs";
import { layOut } from "./certificates/table.mjs";

const [folder = "."] = process.argv.slice(2);
const width = Math.min(Math.max(process.stdout.columns || Number(process.env.COLUMNS) || 80, 60), 120);
try {
  const { certificates, broken } = readCertificates(folder);
  if (certificates.length > 0) process.stdout.write(layOut(certificates, folder, Date.now(), width));
  else console.log(`There is no certificate in ${folder}.`);
  for (const file of broken) console.log(`${file} is broken: it holds no certificate that can be read.`);
} catch (error) {
  console.error(`list-certificates: ${error.message}`);
  process.exitCode = 1;
}
