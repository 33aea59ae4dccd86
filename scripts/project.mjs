// Where the project lives, and what follows from that. `node scripts/set-address.mjs ADDRESS` changes the address
// everywhere; a test checks that all places agree.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The one place that sets the address of the project. */
export const address = "https://github.com/cfssl-ts/cfssl-ts";

const [owner, repository] = new URL(address).pathname.slice(1).split("/");

/** What package.json says, read from the folder of the project. */
export const { name, version, description, license } = JSON.parse(
  readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"),
);

/** What the project is, in the one short line that package indexes have room for. */
export const summary = "Drop-in replacement for Cloudflare's cfssl, cfssljson and cfssl-certinfo";

/** Who maintains the packages; the mail address is one that the forge gives every owner. */
export const maintainer = `The ${name} maintainers <${owner}@users.noreply.github.com>`;

/** The names that link to the program `cfssl`, and all of them. */
export const linkedNames = ["cfssl-bundle", "cfssl-certinfo", "cfssl-newkey", "cfssljson", "mkbundle", "multirootca"];
/** Of these, those whose command lines the shells complete: another program is called mkbundle too. */
export const completedNames = linkedNames.filter((name) => name !== "mkbundle");
export const programs = ["cfssl", ...linkedNames];

/** The container image, without its tag. */
export const image = `ghcr.io/${owner}/${repository}`.toLowerCase();

/** The members of package.json that say where the project lives. */
export function packageLinks() {
  return {
    homepage: `${address}#readme`,
    repository: { type: "git", url: `git+${address}.git` },
    bugs: { url: `${address}/issues` },
  };
}

/** Where a release's file is downloaded from. */
export function downloadAddress(file, release = version) {
  return `${address}/releases/download/v${release}/${file}`;
}
