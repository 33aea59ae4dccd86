import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { isInstalled } from "../support/installed.js";
import {
  epoch,
  output,
  pack,
  testWith,
  unixPlatforms,
  version,
  writeBarePrograms,
  writeDebianPackages,
} from "./release.js";

const room = mkdtempSync(join(tmpdir(), "cfssl-ts-packages-"));
const release = join(room, "release");
const debian = join(room, "debian");
const needed = ["tar", "xz", "gzip", "dpkg-deb"];
const canPack = needed.every(isInstalled);
const all = [...unixPlatforms, "windows_amd64"];
const inside = (...path: readonly string[]) => join(release, ...path);

beforeAll(() => {
  if (!canPack) return;
  writeDebianPackages(debian);
  writeBarePrograms(release, all);
  pack(release, debian);
}, 120_000);
afterAll(() => rmSync(room, { recursive: true }));

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
    needed,
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

  testWith(needed, "lists the checksum of every file in it, in the form that sha256sum checks", () => {
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
    needed,
    "is the same bytes when it is packed again elsewhere, later",
    () => {
      const again = join(room, "again");
      writeBarePrograms(again, all);
      pack(again, debian);
      expect(readFileSync(join(again, "SHA256SUMS"), "utf8")).toBe(readFileSync(inside("SHA256SUMS"), "utf8"));
    },
    120_000,
  );

  testWith(needed, "is packed for the named platforms alone, and has no recipe that would need others", () => {
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

  testWith(needed, "is not packed where a program is missing, or a platform is none", () => {
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
  testWith(needed, "holds the program under three names that take the space of one, and its papers", () => {
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

  testWith(needed, "says nothing of the machine and the time that it was packed on", () => {
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
    [...needed, "unzip"],
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

  testWith(needed, "are in the archive and in the Debian package, where the system's readers look", () => {
    const archive = folder("papers-archive");
    const deb = folder("papers-debian");
    const base = join(archive, `cfssl_${version}_linux_amd64`);
    output("tar", ["-xJf", inside(`cfssl_${version}_linux_amd64.tar.xz`), "-C", archive]);
    output("dpkg-deb", ["--extract", inside(`cfssl-ts_${version}_amd64.deb`), deb]);
    const pages = Object.fromEntries(built.map((name) => [name, readFileSync(join("dist/man", name), "utf8")]));
    expect(files(join(base, "man/man1"))).toEqual(pages);
    expect(files(join(deb, "usr/share/man/man1"))).toEqual(pages);
    const scripts = files(join(base, "completions"));
    for (const [name, places] of Object.entries({
      "cfssl.bash": ["cfssl", "cfssljson", "cfssl-certinfo"].map((each) => `bash-completion/completions/${each}`),
      "cfssl.fish": ["cfssl", "cfssljson", "cfssl-certinfo"].map((each) => `fish/vendor_completions.d/${each}.fish`),
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

  testWith(needed, "takes the place of golang-cfssl, and says what it needs", () => {
    const fields = output("dpkg-deb", ["--field", file("arm64")]);
    expect(fields).toMatch(/^Package: cfssl-ts$/m);
    expect(fields).toMatch(/^Architecture: arm64$/m);
    for (const field of ["Provides", "Conflicts", "Replaces"])
      expect(fields).toMatch(new RegExp(`^${field}: golang-cfssl$`, "m"));
    expect(fields).toMatch(/^Depends: libc6 \(>= 2\.17\)$/m);
  });

  testWith(needed, "has files of root alone, where Debian's policy wants them", () => {
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
  testWith([...needed, ...dpkg], "is installed, runs, and is removed without a trace", () => {
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
    [...needed, "lintian"],
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

describe("the container image", () => {
  interface Descriptor {
    readonly mediaType: string;
    readonly digest: string;
    readonly size: number;
    readonly platform?: { readonly os: string; readonly architecture: string };
  }
  interface Index {
    readonly manifests: readonly Descriptor[];
  }
  interface Manifest {
    readonly config: Descriptor;
    readonly layers: readonly Descriptor[];
  }
  interface Config {
    readonly architecture: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly rootfs: { readonly diff_ids: readonly string[] };
  }

  let layout = "";
  beforeAll(() => {
    if (!canPack) return;
    layout = folder("layout");
    output("tar", ["-xf", inside(`cfssl_${version}_image.tar`), "-C", layout]);
  });

  const blobPath = ({ digest }: Descriptor) => join(layout, "blobs", digest.replace(":", "/"));

  /** Reads a blob, after checking that it is what its descriptor says. */
  function blob(descriptor: Descriptor): Buffer {
    const bytes = readFileSync(blobPath(descriptor));
    expect([descriptor.digest, bytes.length]).toEqual([`sha256:${sha256(blobPath(descriptor))}`, descriptor.size]);
    return bytes;
  }

  function json<T>(descriptor: Descriptor): T {
    return JSON.parse(blob(descriptor).toString()) as T;
  }

  function platforms(): readonly Descriptor[] {
    const { manifests } = JSON.parse(readFileSync(join(layout, "index.json"), "utf8")) as Index;
    expect(manifests).toHaveLength(1);
    expect(manifests[0]).toMatchObject({ annotations: { "org.opencontainers.image.ref.name": version } });
    return json<Index>(manifests[0] as Descriptor).manifests;
  }

  testWith(needed, "is an OCI layout of two processors, in which every digest and size is right", () => {
    expect(JSON.parse(readFileSync(join(layout, "oci-layout"), "utf8"))).toEqual({ imageLayoutVersion: "1.0.0" });
    expect(platforms().map(({ platform }) => platform)).toEqual([
      { os: "linux", architecture: "amd64" },
      { os: "linux", architecture: "arm64" },
    ]);
    for (const descriptor of platforms()) {
      const { config, layers } = json<Manifest>(descriptor);
      const { architecture, rootfs } = json<Config>(config);
      expect(architecture).toBe(descriptor.platform?.architecture);
      for (const layer of layers) blob(layer);
      const unpacked = layers.map((layer) =>
        createHash("sha256")
          .update(unpackedBytes(blobPath(layer)))
          .digest("hex"),
      );
      expect(rootfs.diff_ids).toEqual(unpacked.map((digest) => `sha256:${digest}`));
    }
  });

  /** The bytes of a gzip file, by gzip. */
  function unpackedBytes(path: string): Buffer {
    return Buffer.from(
      output("sh", ["-c", 'gzip -dc "$1" | base64 -w 0', "-", path], { maxBuffer: 1 << 28 }),
      "base64",
    );
  }

  testWith(needed, "has the program, the loader and four libraries, the CAs, and no other program", () => {
    for (const [index, triplet, loader] of [
      [0, "x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2"],
      [1, "aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1"],
    ] as const) {
      const root = folder(`image-${index}`);
      for (const layer of json<Manifest>(platforms()[index] as Descriptor).layers) {
        output("tar", ["-xzf", blobPath(layer), "-C", root]);
      }
      expect(readdirSync(join(root, "usr/bin"))).toEqual(["cfssl", "cfssl-certinfo", "cfssljson"]);
      expect(readdirSync(join(root, "usr/lib", triplet))).toHaveLength(5);
      expect(readFileSync(join(root, loader), "utf8")).toContain(triplet);
      expect(readFileSync(join(root, "etc/ssl/certs/ca-certificates.crt"), "utf8")).toBe(
        "usr/share/ca-certificates/mozilla/a.crt\nusr/share/ca-certificates/mozilla/b.crt\n",
      );
      expect(readdirSync(join(root, "var/lib/dpkg/status.d"))).toEqual(["ca-certificates", "libc6"]);
      expect(statSync(join(root, "work")).mode & 0o7777).toBe(0o1777);
    }
  });

  testWith(needed, "starts cfssl as a user without rights, as the Containerfile's does", () => {
    const containerfile = readFileSync("scripts/release/image/Containerfile", "utf8");
    const last = containerfile.slice(containerfile.indexOf("FROM scratch"));
    const word = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(last)?.[1] ?? "";
    for (const descriptor of platforms()) {
      const { config } = json<Config>(json<Manifest>(descriptor).config);
      const { Labels, ...settings } = config;
      expect(settings).toEqual({
        User: word("USER"),
        Env: [word("ENV")],
        Entrypoint: JSON.parse(word("ENTRYPOINT")),
        WorkingDir: word("WORKDIR"),
      });
      expect(config["User"]).toBe("65532:65532");
      expect(Labels).toMatchObject({ "org.opencontainers.image.version": version });
      expect(Labels).toMatchObject({
        "org.opencontainers.image.created": new Date(epoch * 1000).toISOString().replace(".000", ""),
      });
    }
  });

  testWith([...needed, "skopeo"], "is read by skopeo, for both processors", () => {
    for (const architecture of ["amd64", "arm64"]) {
      const words = ["--override-arch", architecture, "inspect", `oci:${layout}:${version}`];
      expect(JSON.parse(output("skopeo", words))).toMatchObject({ Architecture: architecture, Os: "linux" });
    }
  });
});
