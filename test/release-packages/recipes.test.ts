import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { isInstalled } from "../support/installed.js";
import { ourPrograms } from "../support/programs.js";
import { canPack, output, packedRelease, packers, testWith, unixPlatforms, version } from "./release.js";

const { room, release } = packedRelease([...unixPlatforms, "windows_amd64"]);
const address = /address = "(.*)"/.exec(readFileSync(join(projectFolder, "scripts/project.mjs"), "utf8"))?.[1] ?? "";
const sums = new Map<string, string>();

beforeAll(() => {
  if (!canPack) return;
  for (const line of readFileSync(join(release, "SHA256SUMS"), "utf8").trim().split("\n")) {
    const [digest = "", name = ""] = line.split("  ");
    sums.set(name, digest);
  }
});

describe("Homebrew's formula", () => {
  const path = join(release, "cfssl-ts.rb");

  testWith([...packers, "ruby"], "is Ruby", () => {
    expect(output("ruby", ["-wc", path])).toBe("Syntax OK\n");
  });

  testWith([...packers, "ruby"], "names for each system the archive of it, with its checksum", () => {
    const read = JSON.parse(output("ruby", ["test/release-packages/formula.rb", "read", path])) as Record<
      string,
      unknown
    >;
    expect(read).toMatchObject({ homepage: address, version, license: "MIT" });
    const archive = (platform: string) => {
      const file = `cfssl_${version}_${platform}.tar.xz`;
      return { url: `${address}/releases/download/v${version}/${file}`, sha256: sums.get(file) };
    };
    expect(read["archives"]).toEqual({
      "on_macos on_arm": archive("darwin_arm64"),
      "on_macos on_intel": archive("darwin_amd64"),
      "on_linux on_arm": archive("linux_arm64"),
      "on_linux on_intel": archive("linux_amd64"),
    });
  });

  testWith([...packers, "ruby"], "keeps to what `brew audit` asks of a description", () => {
    const { desc } = JSON.parse(output("ruby", ["test/release-packages/formula.rb", "read", path])) as { desc: string };
    expect(desc).toMatch(/^[A-Z](?!n? ).*[^.]$/);
    expect(`cfssl-ts: ${desc}`.length).toBeLessThanOrEqual(90);
    expect(desc.length).toBeLessThanOrEqual(80);
  });

  testWith(
    [...packers, "ruby"],
    "installs all names out of an archive, and its own test passes with our programs",
    () => {
      const archive = join(room, "archive");
      mkdirSync(archive);
      output("tar", [
        "-xJf",
        join(release, `cfssl_${version}_linux_amd64.tar.xz`),
        "--strip-components=1",
        "-C",
        archive,
      ]);
      const prefix = join(room, "prefix");
      output("ruby", [join(projectFolder, "test/release-packages/formula.rb"), "install", path, prefix], {
        cwd: archive,
      });
      expect(readdirSync(join(prefix, "bin")).sort()).toEqual([
        "cfssl",
        "cfssl-bundle",
        "cfssl-certinfo",
        "cfssl-newkey",
        "cfssljson",
        "mkbundle",
        "multirootca",
      ]);
      expect(output(join(prefix, "bin/cfssljson"), ["x"])).toBe("cfssljson of linux_amd64: x\n");
      for (const program of ["cfssl", "cfssljson", "cfssl-certinfo"]) {
        const script = join(prefix, "share/fish/vendor_completions.d", `${program}.fish`);
        expect(readFileSync(script, "utf8")).toContain("complete -c");
      }
      for (const name of ["cfssl", "cfssljson", "cfssl-certinfo"]) {
        rmSync(join(prefix, "bin", name));
        writeFileSync(join(prefix, "bin", name), `#!/bin/sh\nexec "${join(ourPrograms(), name)}" "$@"\n`);
        chmodSync(join(prefix, "bin", name), 0o755);
      }
      const asserted = output("ruby", ["test/release-packages/formula.rb", "test", path, prefix]);
      expect(asserted).toMatch(/^1 matched\n$/);
    },
  );
});

describe("Scoop's manifest", () => {
  interface Manifest {
    readonly version: string;
    readonly homepage: string;
    readonly architecture: Readonly<Record<string, { url: string; hash: string; extract_dir: string }>>;
    readonly bin: readonly string[];
    readonly pre_install: readonly string[];
    readonly autoupdate: { architecture: Readonly<Record<string, { url: string; extract_dir: string }>> };
  }
  const read = () => JSON.parse(readFileSync(join(release, "cfssl-ts.json"), "utf8")) as Manifest;
  const file = `cfssl_${version}_windows_amd64.zip`;

  testWith(packers, "names the zip of the release, with its checksum and the folder inside", () => {
    const { architecture, ...rest } = read();
    expect(architecture).toEqual({
      "64bit": {
        url: `${address}/releases/download/v${version}/${file}`,
        hash: sums.get(file),
        extract_dir: `cfssl_${version}_windows_amd64`,
      },
    });
    expect(rest).toMatchObject({ version, homepage: address, license: "MIT" });
  });

  testWith(
    packers,
    "has only members that Scoop knows, all that it must have, and its updates keep the form of the names",
    () => {
      const manifest = read();
      const known = [
        "version",
        "description",
        "homepage",
        "license",
        "architecture",
        "pre_install",
        "bin",
        "checkver",
        "autoupdate",
      ];
      expect(Object.keys(manifest)).toEqual(known);
      const { url, extract_dir } = manifest.autoupdate.architecture["64bit"] as { url: string; extract_dir: string };
      expect(url.replaceAll("$version", version)).toBe(manifest.architecture["64bit"]?.url);
      expect(extract_dir.replaceAll("$version", version)).toBe(manifest.architecture["64bit"]?.extract_dir);
      expect(url).not.toContain(version);
    },
  );

  testWith(packers, "makes the names that the zip does not hold before it points to them", () => {
    const { bin, pre_install } = read();
    expect(bin).toEqual([
      "cfssl.exe",
      "cfssl-bundle.exe",
      "cfssl-certinfo.exe",
      "cfssl-newkey.exe",
      "cfssljson.exe",
      "mkbundle.exe",
      "multirootca.exe",
    ]);
    const script = pre_install.join("\n");
    for (const name of bin.slice(1)) expect(script).toContain(`'${name}'`);
    expect(script).toContain('-ItemType HardLink -Path "$dir\\$name" -Target "$dir\\cfssl.exe"');
  });
});

const gpg = ["gpg", "gpgconf"];

describe("the signature of a release", () => {
  let home = "";
  beforeAll(() => {
    if (!gpg.every(isInstalled)) return;
    // Short, for the socket of gpg's agent lies in it.
    home = mkdtempSync(join(tmpdir(), "gpg-"));
    const words = [
      "--batch",
      "--passphrase",
      "",
      "--quick-generate-key",
      "Release <release@example.org>",
      "ed25519",
      "sign",
    ];
    output("gpg", words, { env: { ...process.env, GNUPGHOME: home } });
  });
  afterAll(() => {
    if (home === "") return;
    output("gpgconf", ["--kill", "all"], { env: { ...process.env, GNUPGHOME: home } });
    rmSync(home, { recursive: true, force: true });
  });

  function sign(...words: readonly string[]): string {
    return output(process.execPath, ["scripts/release/sign.mjs", ...words], {
      env: { ...process.env, GNUPGHOME: home },
    });
  }

  testWith([...packers, ...gpg], "is one of the key that was named, over SHA256SUMS, and no other bytes", () => {
    const folder = join(room, "signed");
    mkdirSync(folder);
    copyFileSync(join(release, "SHA256SUMS"), join(folder, "SHA256SUMS"));
    sign(folder, "release@example.org");
    const verify = () => {
      const words = ["--batch", "--status-fd", "1", "--verify", "SHA256SUMS.asc", "SHA256SUMS"];
      return output("gpg", words, { cwd: folder, env: { ...process.env, GNUPGHOME: home } });
    };
    expect(verify()).toContain("GOODSIG");
    writeFileSync(join(folder, "SHA256SUMS"), `${readFileSync(join(folder, "SHA256SUMS"), "utf8")}\n`);
    expect(verify).toThrow("BAD signature");
  });

  testWith(gpg, "is not made by a key that is not there, and the command fails", () => {
    const folder = join(room, "unsigned");
    mkdirSync(folder);
    writeFileSync(join(folder, "SHA256SUMS"), "");
    expect(() => sign(folder, "nobody@example.org")).toThrow(/sign: gpg --batch failed: .*No secret key/s);
    expect(() => sign(folder)).toThrow("Usage: node scripts/release/sign.mjs FOLDER KEY");
    expect(readdirSync(folder)).toEqual(["SHA256SUMS"]);
  });
});
