import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { canPack, epoch, output, packedRelease, packers, testWith, version } from "./release.js";

const { room, release } = packedRelease(["linux_amd64", "linux_arm64"]);
const layout = join(room, "layout");

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

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

beforeAll(() => {
  if (!canPack) return;
  mkdirSync(layout);
  output("tar", ["-xf", join(release, `cfssl_${version}_image.tar`), "-C", layout]);
});

const blobPath = ({ digest }: Descriptor) => join(layout, "blobs", digest.replace(":", "/"));

/** Reads a blob, after checking that it is what its descriptor says. */
function blob(descriptor: Descriptor): Buffer {
  const bytes = readFileSync(blobPath(descriptor));
  expect([descriptor.digest, bytes.length]).toEqual([`sha256:${sha256(bytes)}`, descriptor.size]);
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

testWith(
  packers,
  "the container image is an OCI layout of two processors, in which every digest and size is right",
  () => {
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
      const unpacked = layers.map((layer) => sha256(unpackedBytes(blobPath(layer))));
      expect(rootfs.diff_ids).toEqual(unpacked.map((digest) => `sha256:${digest}`));
    }
  },
);

/** The bytes of a gzip file, by gzip. */
function unpackedBytes(path: string): Buffer {
  return Buffer.from(output("sh", ["-c", 'gzip -dc "$1" | base64 -w 0', "-", path], { maxBuffer: 1 << 28 }), "base64");
}

testWith(
  packers,
  "the container image has the program, the loader and four libraries, the CAs, and no other program",
  () => {
    for (const [index, triplet, loader] of [
      [0, "x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2"],
      [1, "aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1"],
    ] as const) {
      const root = join(room, `image-${index}`);
      mkdirSync(root);
      for (const layer of json<Manifest>(platforms()[index] as Descriptor).layers) {
        output("tar", ["-xzf", blobPath(layer), "-C", root]);
      }
      expect(readdirSync(join(root, "usr/bin"))).toEqual([
        "cfssl",
        "cfssl-bundle",
        "cfssl-certinfo",
        "cfssl-newkey",
        "cfssljson",
        "mkbundle",
        "multirootca",
      ]);
      expect(readdirSync(join(root, "usr/lib", triplet))).toHaveLength(5);
      expect(readFileSync(join(root, loader), "utf8")).toContain(triplet);
      expect(readFileSync(join(root, "etc/ssl/certs/ca-certificates.crt"), "utf8")).toBe(
        "usr/share/ca-certificates/mozilla/a.crt\nusr/share/ca-certificates/mozilla/b.crt\n",
      );
      expect(readdirSync(join(root, "var/lib/dpkg/status.d"))).toEqual(["ca-certificates", "libc6"]);
      expect(statSync(join(root, "work")).mode & 0o7777).toBe(0o1777);
    }
  },
);

testWith(packers, "the container image starts cfssl as a user without rights, as the Containerfile's does", () => {
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

testWith([...packers, "skopeo"], "the container image is read by skopeo, for both processors", () => {
  for (const architecture of ["amd64", "arm64"]) {
    const words = ["--override-arch", architecture, "inspect", `oci:${layout}:${version}`];
    expect(JSON.parse(output("skopeo", words))).toMatchObject({ Architecture: architecture, Os: "linux" });
  }
});
