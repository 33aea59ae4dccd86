import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { run } from "../system.mjs";

const suite = "trixie";
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Fetches packages of Debian stable for one architecture, and unpacks them into `target`. apt works with a state of its
 * own in `room`, so nothing of this system changes, and it checks the archive's signature against Debian's keyring.
 * They come from the mirror that apt is set up with, or from the folder of .deb files that CFSSL_TS_DEBIAN_PACKAGES names.
 * Answers the control data of each package, by its name.
 */
export function unpackDebianPackages({ names, architecture, room, target }) {
  const kept = process.env.CFSSL_TS_DEBIAN_PACKAGES;
  const folder = kept === undefined ? download({ names, architecture, room }) : resolve(kept);
  const found = new Map();
  for (const name of names) {
    const pattern = new RegExp(`^${name}_[^_]+_(?:${architecture}|all)\\.deb$`);
    const file = readdirSync(folder).find((entry) => pattern.test(entry));
    if (file === undefined) throw new Error(`${folder} has no ${name} for ${architecture}`);
    run("dpkg-deb", ["--extract", join(folder, file), target]);
    found.set(name, run("dpkg-deb", ["--field", join(folder, file)]));
  }
  return found;
}

/** Throws when Debian's packages are to be downloaded and could not be checked. */
export function needDebianPackages() {
  if (process.env.CFSSL_TS_DEBIAN_PACKAGES === undefined && !existsSync(keyring)) {
    throw new Error(`${keyring} is missing (Debian, Ubuntu: apt-get install debian-archive-keyring)`);
  }
}

function download({ names, architecture, room }) {
  const folder = join(room, `debian-${architecture}`);
  const inside = (path) => join(folder, path);
  for (const path of ["etc/preferences.d", "state/lists/partial", "cache/archives/partial", "packages"]) {
    mkdirSync(inside(path), { recursive: true });
  }
  writeFileSync(inside("etc/sources.list"), `deb [signed-by=${keyring}] ${findMirror()} ${suite} main\n`);
  writeFileSync(inside("state/status"), "");
  const options = {
    "Dir::Etc": inside("etc"),
    "Dir::Etc::sourcelist": inside("etc/sources.list"),
    "Dir::Etc::sourceparts": "-",
    "Dir::State": inside("state"),
    "Dir::State::status": inside("state/status"),
    "Dir::Cache": inside("cache"),
    "APT::Architecture": architecture,
    "APT::Architectures": architecture,
    "APT::Sandbox::User": "root",
  };
  const words = Object.entries(options).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  run("apt-get", [...words, "--quiet", "update"]);
  run("apt-get", [...words, "--quiet", "download", ...names], { cwd: inside("packages") });
  return inside("packages");
}

/** The address of a Debian archive that this system's apt uses. */
function findMirror() {
  const addresses = run("apt-get", ["indextargets", "--format", "$(REPO_URI)"]).split("\n");
  const mirror = addresses.find((address) => /\/debian\/?$/.test(address));
  if (mirror === undefined) {
    throw new Error(
      "apt has no Debian archive; run this on Debian, or set CFSSL_TS_DEBIAN_PACKAGES to a folder of .deb files",
    );
  }
  return mirror;
}
