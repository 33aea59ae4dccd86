import { type ExecFileSyncOptions, execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { isInstalled } from "../support/installed.js";

const manifest = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as { readonly version: string };

export const version = manifest.version;

export const unixPlatforms = [
  "linux_amd64",
  "linux_arm64",
  "linux-musl_amd64",
  "linux-musl_arm64",
  "darwin_amd64",
  "darwin_arm64",
] as const;

/** 2026-01-02 03:04:06 UTC */
export const epoch = 1767323046;

export function output(program: string, args: readonly string[], options: ExecFileSyncOptions = {}): string {
  return execFileSync(program, args, { stdio: "pipe", ...options, encoding: "utf8" });
}

/** A test that needs programs which not every system has; without them it is skipped, and its name says why. */
export function testWith(programs: readonly string[], name: string, action: () => void, ms = 60_000): void {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) test(name, action, ms);
  else test.skip(`${name} (skipped: there is no ${missing.join(", ")} here)`, action);
}

/** The programs without which nothing is packed. */
export const packers = ["tar", "xz", "gzip", "dpkg-deb"];
export const canPack = packers.every(isInstalled);

/** What the tests of a file work with: a packed release of stand-ins, in a folder of the file's own. */
export interface PackedRelease {
  readonly room: string;
  readonly release: string;
  /** The stand-ins for Debian's packages. */
  readonly debian: string;
}

/** Packs a release of the platforms before the tests of the file, where the system can, and removes it after them. */
export function packedRelease(platforms: readonly string[]): PackedRelease {
  const room = mkdtempSync(join(tmpdir(), "cfssl-ts-packages-"));
  const [release, debian] = [join(room, "release"), join(room, "debian")];
  beforeAll(() => {
    if (!canPack) return;
    writeDebianPackages(debian);
    writeBarePrograms(release, platforms);
    pack(release, debian);
  }, 120_000);
  afterAll(() => rmSync(room, { recursive: true }));
  return { room, release, debian };
}

/** A script that says under which name and with which words it was called: it stands in for 110 MB. */
function standIn(platform: string): string {
  return `#!/bin/sh\n# ${platform}\0GLIBC_2.17\0\necho "$(basename "$0") of ${platform}:" "$@"\n`;
}

/** Writes the bare programs of a release, as stand-ins. */
export function writeBarePrograms(folder: string, platforms: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const platform of platforms) {
    const path = join(folder, `cfssl_${version}_${platform}${platform.startsWith("windows") ? ".exe" : ""}`);
    writeFileSync(path, standIn(platform));
    chmodSync(path, 0o755);
  }
  writeFileSync(join(folder, "LICENSES.txt"), "What is inside, and its licenses.\n");
}

/** Stand-ins for the packages of Debian that the image takes files from, so that no test needs the network. */
function writeDebianPackages(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const triplets = { amd64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };
  const loaders = { amd64: "ld-linux-x86-64.so.2", arm64: "ld-linux-aarch64.so.1" };
  for (const architecture of ["amd64", "arm64"] as const) {
    const libraries = [
      loaders[architecture],
      "libc.so.6",
      "libdl.so.2",
      "libm.so.6",
      "libpthread.so.0",
      "libother.so.1",
    ];
    const files = libraries.map((name) => `usr/lib/${triplets[architecture]}/${name}`);
    buildDebianPackage(folder, "libc6", architecture, [...files, "usr/share/doc/libc6/copyright", "usr/bin/ldd"]);
  }
  const certificates = ["a", "b"].map((name) => `usr/share/ca-certificates/mozilla/${name}.crt`);
  buildDebianPackage(folder, "ca-certificates", "all", [...certificates, "usr/share/doc/ca-certificates/copyright"]);
}

function buildDebianPackage(folder: string, name: string, architecture: string, files: readonly string[]): void {
  const root = mkdtempSync(join(tmpdir(), "cfssl-ts-debian-"));
  try {
    const control = `Package: ${name}\nVersion: 1.0\nArchitecture: ${architecture}\nMaintainer: A <a@b.example>\nDescription: x\n`;
    for (const [path, text] of [["DEBIAN/control", control], ...files.map((file) => [file, `${file}\n`])] as const) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    chmodSync(root, 0o755);
    output("dpkg-deb", [
      "--root-owner-group",
      "-Znone",
      "--build",
      root,
      join(folder, `${name}_1.0_${architecture}.deb`),
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Packs the bare programs in the folder. Answers what was printed. */
export function pack(folder: string, debianPackages: string, ...words: readonly string[]): string {
  return output(process.execPath, ["scripts/pack.mjs", folder, ...words], {
    cwd: projectFolder,
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch), CFSSL_TS_DEBIAN_PACKAGES: debianPackages },
  });
}
