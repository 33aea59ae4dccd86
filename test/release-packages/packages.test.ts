import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { isInstalled } from "../support/installed.js";
import {
  output,
  pack,
  packedRelease,
  packers,
  testWith,
  unixPlatforms,
  version,
  writeBarePrograms,
} from "./release.js";

const all = [...unixPlatforms, "windows_amd64"];
const { room, release, debian } = packedRelease(all);
const inside = (...path: readonly string[]) => join(release, ...path);

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** A new folder in the room of the tests. */
function folder(name: string): string {
  const path = join(room, name);
  mkdirSync(path);
  return path;
}

describe("a release", () => {
  testWith(
    packers,
    "has an archive of every platform, two Debian packages, the image, two recipes and the installer",
    () => {
      const packed = [
        ...unixPlatforms.map((platform) => `cfssl_${version}_${platform}.tar.xz`),
        `cfssl_${version}_windows_amd64.zip`,
        `cfssl-ts_${version}_amd64.deb`,
        `cfssl-ts_${version}_arm64.deb`,
        `cfssl_${version}_image.tar`,
        "cfssl-ts.rb",
        "cfssl-ts.json",
        "install.sh",
      ];
      expect(readdirSync(release)).toEqual(expect.arrayContaining(packed));
    },
  );

  testWith(packers, "lists the checksum of every file in it, in the form that sha256sum checks", () => {
    output("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: release });
    const listed = readFileSync(inside("SHA256SUMS"), "utf8").trim().split("\n");
    const names = listed.map((line) => line.split("  ")[1]);
    expect(names).toEqual(
      readdirSync(release)
        .filter((name) => name !== "SHA256SUMS")
        .sort(),
    );
  });

  testWith(
    packers,
    "is the same bytes when it is packed again elsewhere, later",
    () => {
      const again = join(room, "again");
      writeBarePrograms(again, all);
      pack(again, debian);
      expect(readFileSync(join(again, "SHA256SUMS"), "utf8")).toBe(readFileSync(inside("SHA256SUMS"), "utf8"));
    },
    120_000,
  );

  testWith(packers, "is packed for the named platforms alone, and has no recipe that would need others", () => {
    const some = join(room, "some");
    writeBarePrograms(some, all);
    pack(some, debian, "linux_arm64");
    const added = readdirSync(some).filter((name) => !existsSync(inside(name)) || /\.(tar|xz|deb|zip|rb)$/.test(name));
    expect(added.sort()).toEqual([
      `cfssl-ts_${version}_arm64.deb`,
      `cfssl_${version}_image.tar`,
      `cfssl_${version}_linux_arm64.tar.xz`,
    ]);
  });

  testWith(packers, "is not packed where a program is missing, or a platform is none", () => {
    const few = join(room, "few");
    writeBarePrograms(few, ["linux_amd64"]);
    expect(() => pack(few, debian, "darwin_arm64")).toThrow(
      `there is no ${join(few, `cfssl_${version}_darwin_arm64`)}`,
    );
    expect(() => pack(few, debian, "plan9_amd64")).toThrow("plan9_amd64: no such platform; there are linux_amd64,");
    expect(() => pack(folder("empty"), debian)).toThrow(`has no program of version ${version}`);
  });
});

describe("npm run release", () => {
  test.each([
    ["a platform that there is not", ["plan9_amd64"], "release: plan9_amd64: no such platform; there are linux_amd64,"],
    [
      "to pack what is not built",
      ["--pack", "linux_arm64", "linux_amd64"],
      "release: --pack linux_arm64: only what is built",
    ],
    ["no value for an option", ["--sign"], "release: --sign needs a value"],
  ])("refuses %s, and leaves an older release alone", (_, words, line) => {
    const work = mkdtempSync(join(room, "work-"));
    mkdirSync(join(work, "release"));
    writeFileSync(join(work, "release/older"), "");
    const script = join(projectFolder, "scripts/release.mjs");
    expect(() => output(process.execPath, [script, ...words], { cwd: work })).toThrow(line);
    expect(readdirSync(join(work, "release"))).toEqual(["older"]);
  });

  test("refuses to begin without a program that packing needs", () => {
    const work = mkdtempSync(join(room, "work-"));
    mkdirSync(join(work, "release"));
    writeFileSync(join(work, "release/older"), "");
    const script = join(projectFolder, "scripts/release.mjs");
    // A shell and nothing else.
    mkdirSync(join(work, "bin"));
    symlinkSync("/bin/sh", join(work, "bin/sh"));
    const env = { ...process.env, PATH: join(work, "bin") };
    expect(() => output(process.execPath, [script, "linux_amd64"], { cwd: work, env })).toThrow(
      "release: tar is missing (Debian: apt-get install tar)",
    );
    expect(readdirSync(join(work, "release"))).toEqual(["older"]);
  });
});

describe("an archive", () => {
  testWith(packers, "holds the program under all names that take the space of one, and its papers", () => {
    const target = folder("unpacked");
    const base = `cfssl_${version}_linux_amd64`;
    output("tar", ["-xJf", inside(`${base}.tar.xz`), "-C", target]);
    expect(readdirSync(target)).toEqual([base]);
    expect(readdirSync(join(target, base))).toEqual(
      expect.arrayContaining(["LICENSE", "LICENSES.txt", "README.txt", "cfssl", "cfssl-certinfo", "cfssljson"]),
    );
    for (const name of ["cfssl", "cfssl-certinfo", "cfssljson"]) {
      const path = join(target, base, name);
      expect(lstatSync(path)).toMatchObject({ ino: statSync(join(target, base, "cfssl")).ino, mode: 0o100755 });
      expect(output(path, ["a", "b"])).toBe(`${name} of linux_amd64: a b\n`);
    }
  });

  testWith(packers, "says nothing of the machine and the time that it was packed on", () => {
    const lines = output("tar", ["-tvJf", inside(`cfssl_${version}_darwin_arm64.tar.xz`), "--full-time", "--utc"]);
    for (const line of lines.trim().split("\n")) {
      expect(line).toMatch(/^(?:drwxr-xr-x|[-h]rw[x-]r-[x-]r-[x-]) 0\/0 +\d+ 2026-01-02 03:04:06 cfssl_/);
    }
    expect(lines).toBe(
      `${lines
        .trim()
        .split("\n")
        .sort((a, b) => ((a.split(" cfssl_")[1] ?? "") < (b.split(" cfssl_")[1] ?? "") ? -1 : 1))
        .join("\n")}\n`,
    );
  });

  testWith(
    [...packers, "unzip"],
    "for Windows is a sound zip with one program, and texts with Windows's line ends",
    () => {
      const file = inside(`cfssl_${version}_windows_amd64.zip`);
      expect(output("unzip", ["-t", file])).toContain("No errors detected");
      const list = output("unzip", ["-Z", file]);
      expect(list).toMatch(/^-rwxr-xr-x .*\/cfssl\.exe$/m);
      expect(list).toMatch(/^-rw-r--r-- .*\/README\.txt$/m);
      const target = folder("windows");
      output("unzip", ["-q", file, "-d", target]);
      const base = join(target, `cfssl_${version}_windows_amd64`);
      expect(readdirSync(base).filter((name) => name.endsWith(".exe"))).toEqual(["cfssl.exe"]);
      expect(sha256(join(base, "cfssl.exe"))).toBe(sha256(inside(`cfssl_${version}_windows_amd64.exe`)));
      for (const name of ["README.txt", "LICENSE", "install.cmd"]) {
        const text = readFileSync(join(base, name), "utf8");
        expect([name, text.replaceAll("\r\n", "").includes("\n")]).toEqual([name, false]);
        expect(text).toContain("\r\n");
      }
    },
  );
});

describe("the papers of the programs", () => {
  const built = existsSync("dist/man") ? readdirSync("dist/man").filter((name) => name.endsWith(".1")) : [];

  /** What is under a folder of an unpacked package, by name. */
  function files(path: string): Readonly<Record<string, string>> {
    if (!existsSync(path)) return {};
    const read = (name: string) =>
      name.endsWith(".gz") ? output("gzip", ["-dc", join(path, name)]) : readFileSync(join(path, name), "utf8");
    return Object.fromEntries(readdirSync(path).map((name) => [name.replace(/\.gz$/, ""), read(name)]));
  }

  testWith(packers, "are in the archive and in the Debian package, where the system's readers look", () => {
    const archive = folder("papers-archive");
    const deb = folder("papers-debian");
    const base = join(archive, `cfssl_${version}_linux_amd64`);
    output("tar", ["-xJf", inside(`cfssl_${version}_linux_amd64.tar.xz`), "-C", archive]);
    output("dpkg-deb", ["--extract", inside(`cfssl-ts_${version}_amd64.deb`), deb]);
    const pages = Object.fromEntries(built.map((name) => [name, readFileSync(join("dist/man", name), "utf8")]));
    expect(files(join(base, "man/man1"))).toEqual(pages);
    // Debian has another program mkbundle.
    const { "mkbundle.1": mkbundle = "", ...others } = pages;
    expect(files(join(deb, "usr/share/man/man1"))).toEqual({ ...others, "cfssl-mkbundle.1": mkbundle });
    const scripts = files(join(base, "completions"));
    for (const [name, places] of Object.entries({
      "cfssl.bash": ["cfssl", "cfssl-bundle", "cfssl-certinfo", "cfssl-newkey", "cfssljson"].map(
        (each) => `bash-completion/completions/${each}`,
      ),
      "cfssl.fish": ["cfssl", "cfssl-bundle", "cfssl-certinfo", "cfssl-newkey", "cfssljson"].map(
        (each) => `fish/vendor_completions.d/${each}.fish`,
      ),
      _cfssl: ["zsh/vendor-completions/_cfssl"],
    })) {
      for (const place of places) {
        const path = join(deb, "usr/share", place);
        expect([place, existsSync(path) ? readFileSync(path, "utf8") : undefined]).toEqual([place, scripts[name]]);
      }
    }
  });
});

describe("a Debian package", () => {
  const file = (architecture: string) => inside(`cfssl-ts_${version}_${architecture}.deb`);

  testWith(packers, "takes the place of golang-cfssl, and says what it needs", () => {
    const fields = output("dpkg-deb", ["--field", file("arm64")]);
    expect(fields).toMatch(/^Package: cfssl-ts$/m);
    expect(fields).toMatch(/^Architecture: arm64$/m);
    for (const field of ["Provides", "Conflicts", "Replaces"])
      expect(fields).toMatch(new RegExp(`^${field}: golang-cfssl$`, "m"));
    expect(fields).toMatch(/^Depends: libc6 \(>= 2\.17\)$/m);
  });

  testWith(packers, "has files of root alone, where Debian's policy wants them", () => {
    const lines = output("dpkg-deb", ["--contents", file("amd64")])
      .trim()
      .split("\n");
    for (const line of lines) expect(line).toMatch(/^(?:drwxr-xr-x|-rwxr-xr-x|-rw-r--r--|lrwxrwxrwx) root\/root /);
    const paths = lines.map((line) => line.split(/\s+/)[5]);
    for (const path of [
      "bin/cfssl",
      "bin/cfssljson",
      "bin/cfssl-certinfo",
      "share/doc/cfssl-ts/copyright",
      "share/doc/cfssl-ts/changelog.gz",
    ]) {
      expect(paths).toContain(`./usr/${path}`);
    }
  });

  const can = isInstalled("fakeroot") || process.getuid?.() === 0;
  const dpkg = ["dpkg", ...(can ? [] : ["fakeroot"])];
  testWith([...packers, ...dpkg], "is installed, runs, and is removed without a trace", () => {
    const root = folder("root");
    mkdirSync(join(root, "var/lib/dpkg/info"), { recursive: true });
    mkdirSync(join(root, "var/lib/dpkg/updates"));
    writeFileSync(join(root, "var/lib/dpkg/status"), "");
    const words = [
      `--root=${root}`,
      "--force-depends",
      "--force-not-root",
      "--force-script-chrootless",
      "--log=/dev/null",
    ];
    const architecture = output("dpkg", ["--print-architecture"]).trim();
    output("dpkg", [...words, "--install", file(architecture)]);
    expect(output(join(root, "usr/bin/cfssljson"), ["-bare"])).toBe(`cfssljson of linux_${architecture}: -bare\n`);
    expect(output("dpkg", [`--root=${root}`, "--verify", "cfssl-ts"])).toBe("");
    output("dpkg", [...words, "--purge", "cfssl-ts"]);
    expect(readdirSync(root)).toEqual(["var"]);
  });

  testWith(
    [...packers, "lintian"],
    "has nothing that lintian objects to, but for manual pages that were not built",
    () => {
      const found = output("lintian", ["--allow-root", "--fail-on", "none", file("amd64")])
        .trim()
        .split("\n");
      const isKnown = (line: string) => line === "" || (!existsSync("dist/man") && / no-manual-page /.test(line));
      expect(found.filter((line) => !isKnown(line))).toEqual([]);
    },
  );
});
