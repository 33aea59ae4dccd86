import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { address, completedNames, linkedNames, maintainer, name, summary, version } from "../project.mjs";
import { run, withFolder } from "../system.mjs";
import { completionsOf, writeText } from "./contents.mjs";

/** The Debian package that has upstream's programs; ours take its place, and satisfy what depends on it. */
const replaced = "golang-cfssl";

/**
 * What lintian says of these packages for a reason. The program is a runtime with the code behind it: to strip it would
 * cut that off, and what the runtime was linked with is its maker's choice. The licenses of what is inside are given as
 * they came, whole.
 */
const overrides = [
  "copyright-file-contains-full-apache-2-license",
  "embedded-library",
  "unstripped-binary-or-object",
  "hardening-no-pie",
  "hardening-no-bindnow",
  "hardening-no-relro",
];

/** The file of a package. It has npm's version: forges rename downloads with a `~`, and SHA256SUMS would miss them. */
export function debianFile(npmVersion, architecture) {
  return `${name}_${npmVersion}_${architecture}.deb`;
}

/** Debian's version of an npm version: what comes before a release sorts before it. */
export function debianVersion(npmVersion) {
  return npmVersion.replace("-", "~");
}

/**
 * Builds the Debian package of one architecture with dpkg-deb, which knows the format better than a writer of our own
 * would, and keeps to SOURCE_DATE_EPOCH.
 */
export async function writeDebianPackage({ folder, architecture, program, texts, epoch }) {
  const file = debianFile(version, architecture);
  await withFolder((room) => {
    const root = join(room, "root");
    layOutRoot(root, { program, texts, epoch });
    writeControl(root, { architecture, program });
    setModes(root);
    run("dpkg-deb", ["--root-owner-group", "-Zxz", "-z6", "--threads-max=2", "--build", root, join(folder, file)], {
      env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
    });
  });
  return file;
}

/** Debian's package of Mono has a program mkbundle; upstream's is called cfssl-mkbundle there. */
function debianName(program) {
  return program === "mkbundle" ? "cfssl-mkbundle" : program;
}

function layOutRoot(root, { program, texts, epoch }) {
  const bin = join(root, "usr/bin");
  mkdirSync(bin, { recursive: true });
  copyFileSync(program, join(bin, "cfssl"));
  for (const other of linkedNames) symlinkSync("cfssl", join(bin, debianName(other)));
  const share = (path, text) => writeText(join(root, "usr/share", path), text);
  share(`doc/${name}/copyright`, copyright(texts));
  share(`doc/${name}/changelog.gz`, packed(changelog(epoch)));
  share(`lintian/overrides/${name}`, overrides.map((tag) => `${name}: ${tag}\n`).join(""));
  for (const [path, text] of texts) {
    if (path.startsWith("man/")) share(`${path.replace("/mkbundle.", "/cfssl-mkbundle.")}.gz`, packed(text));
  }
  layOutCompletions(join(root, "usr/share"), completionsOf(texts));
}

/** The shells look for a program's completion by its name; the script is the same for all. */
function layOutCompletions(share, { bash, zsh, fish }) {
  const places = [
    ["bash-completion/completions", bash, (program) => program],
    ["fish/vendor_completions.d", fish, (program) => `${program}.fish`],
  ];
  for (const [folder, script, fileOf] of places) {
    if (script === undefined) continue;
    writeText(join(share, folder, fileOf("cfssl")), script);
    for (const other of completedNames) symlinkSync(fileOf("cfssl"), join(share, folder, fileOf(other)));
  }
  if (zsh !== undefined) writeText(join(share, "zsh/vendor-completions/_cfssl"), zsh);
}

/** gzip at its best and without a time, as Debian's policy has it for documents. */
function packed(text) {
  return gzipSync(text, { level: 9 });
}

function copyright(texts) {
  return `${name} is made from the source at ${address}

${texts.get("LICENSE").trim()}

${"-".repeat(78)}

${texts.get("LICENSES.txt").trim()}

On Debian, the GNU Library General Public License, version 2, is in
/usr/share/common-licenses/LGPL-2.
`;
}

function changelog(epoch) {
  const date = new Date(epoch * 1000).toUTCString().replace("GMT", "+0000");
  return `${name} (${debianVersion(version)}) unstable; urgency=medium

  * Release ${version}. What changed:
    ${address}/blob/v${version}/CHANGELOG.md

 -- ${maintainer}  ${date}
`;
}

function writeControl(root, { architecture, program }) {
  const files = filesUnder(root).filter((path) => lstatSync(join(root, path)).isFile());
  const bytes = files.reduce((sum, path) => sum + lstatSync(join(root, path)).size, 0);
  const control = `Package: ${name}
Version: ${debianVersion(version)}
Section: net
Priority: optional
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${Math.ceil(bytes / 1024)}
Depends: libc6 (>= ${libraryVersion(readFileSync(program))})
Provides: ${replaced}
Conflicts: ${replaced}
Replaces: ${replaced}
Homepage: ${address}
Description: ${summary[0].toLowerCase()}${summary.slice(1)}
 The programs cfssl, cfssljson and cfssl-certinfo make private keys,
 certificate signing requests and certificates, and run a certificate
 authority from the command line, as for Kubernetes and etcd. They answer
 byte for byte as Cloudflare's programs of these names, so that scripts
 written for those run unchanged.
`;
  const sums = files.map((path) => `${md5(join(root, path))}  ${path}\n`);
  writeText(join(root, "DEBIAN/control"), control);
  writeText(join(root, "DEBIAN/md5sums"), sums.join(""));
}

/** The newest version of the C library that the program names, and so the oldest that it runs on. */
export function libraryVersion(bytes) {
  const oldest = 2;
  let newest = oldest;
  for (let at = bytes.indexOf("GLIBC_2."); at >= 0; at = bytes.indexOf("GLIBC_2.", at + 1)) {
    const [, minor] = /^GLIBC_2\.(\d+)(?:\.\d+)?\0/.exec(bytes.toString("latin1", at, at + 16)) ?? [];
    if (minor !== undefined) newest = Math.max(newest, Number(minor));
  }
  return `2.${newest}`;
}

/** The paths of everything but folders under `root`, sorted. */
function filesUnder(root, inside = "") {
  return readdirSync(join(root, inside), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(inside, entry.name);
      return entry.isDirectory() ? filesUnder(root, path) : [path];
    })
    .sort();
}

function setModes(root) {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const path = join(root, entry.name);
    if (entry.isSymbolicLink()) continue;
    chmodSync(path, entry.isDirectory() || path.endsWith("/usr/bin/cfssl") ? 0o755 : 0o644);
    if (entry.isDirectory()) setModes(path);
  }
  chmodSync(root, 0o755);
}

function md5(path) {
  return createHash("md5").update(readFileSync(path)).digest("hex");
}
