import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, renameSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { address, description, license, linkedNames, name, version } from "../project.mjs";
import { run, withFolder } from "../system.mjs";
import { writeTar } from "./archive.mjs";
import { sha256 } from "./checksums.mjs";
import { writeText } from "./contents.mjs";
import { unpackDebianPackages } from "./debian-archive.mjs";
import { platforms } from "./platforms.mjs";

/** What a container of the image does, in the terms of the OCI image specification. The Containerfile says the same. */
export const settings = {
  User: "65532:65532",
  Env: ["PATH=/usr/bin"],
  Entrypoint: ["/usr/bin/cfssl"],
  WorkingDir: "/work",
};

const types = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
};

/**
 * Writes the container image of the Linux platforms among `bare` (programs by platform), as an archive of an OCI image
 * layout (https://github.com/opencontainers/image-spec), without a container engine. Answers the name of the file, or
 * null where there is no such platform.
 */
export async function writeImage({ folder, bare, epoch }) {
  const wanted = [...bare].filter(([platform]) => platforms[platform].debian !== undefined);
  if (wanted.length === 0) return null;
  const file = `cfssl_${version}_image.tar`;
  await withFolder((room) => {
    const layout = join(room, "layout");
    mkdirSync(join(layout, "blobs/sha256"), { recursive: true });
    const manifests = wanted.map(([platform, program]) => {
      const architecture = platforms[platform].debian;
      const inside = join(room, architecture);
      mkdirSync(inside);
      return addPlatform({ layout, room: inside, architecture, program, folder, epoch });
    });
    // The index of both processors is one blob, to which the layout's own index gives the name of the version.
    const index = addJson(layout, types.index, { schemaVersion: 2, mediaType: types.index, manifests });
    const named = { ...index, annotations: { "org.opencontainers.image.ref.name": version } };
    writeText(join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    writeText(
      join(layout, "index.json"),
      JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests: [named] }),
    );
    const entries = ["oci-layout", "index.json", "blobs"];
    writeTar(join(folder, file), layout, entries, { epoch, compression: "none", mode: "u=rwX,go=rX" });
  });
  return file;
}

/** Adds the image of one processor: what it takes from Debian is a layer of its own, which seldom changes. */
function addPlatform({ layout, room, architecture, program, folder, epoch }) {
  const system = join(room, "system");
  const packages = layOutSystem({ room, system, architecture });
  const own = join(room, "own");
  layOutProgram(own, program, folder);
  const layers = [
    { ...addLayer(layout, system, epoch), comment: `Debian: ${packages}` },
    { ...addLayer(layout, own, epoch), comment: `${name} ${version}` },
  ];
  const created = new Date(epoch * 1000).toISOString().replace(".000Z", "Z");
  const config = addJson(layout, types.config, {
    created,
    architecture,
    os: "linux",
    config: { ...settings, Labels: labels(created) },
    rootfs: { type: "layers", diff_ids: layers.map(({ unpacked }) => unpacked) },
    history: layers.map(({ comment }) => ({ created, comment })),
  });
  const manifest = addJson(layout, types.manifest, {
    schemaVersion: 2,
    mediaType: types.manifest,
    config,
    layers: layers.map(({ descriptor }) => descriptor),
    annotations: labels(created),
  });
  return { ...manifest, platform: { os: "linux", architecture } };
}

/** Lays out Debian's part. Answers the packages and their versions. */
function layOutSystem({ room, system, architecture }) {
  const unpacked = join(room, "unpacked");
  mkdirSync(unpacked);
  const names = ["libc6", "ca-certificates"];
  const packages = unpackDebianPackages({ names, architecture, room, target: unpacked });
  run("scripts/release/image/collect", [unpacked, system]);
  // Where scanners of images look for the packages that are inside.
  for (const [each, control] of packages) writeText(join(system, "var/lib/dpkg/status.d", each), control);
  return [...packages].map(([each, control]) => `${each} ${/^Version: (.*)$/m.exec(control)?.[1]}`).join(", ");
}

function layOutProgram(root, program, folder) {
  mkdirSync(join(root, "usr/bin"), { recursive: true });
  copyFileSync(program, join(root, "usr/bin/cfssl"));
  for (const other of linkedNames) symlinkSync("cfssl", join(root, "usr/bin", other));
  const texts = join(root, "usr/share/doc", name);
  mkdirSync(texts, { recursive: true });
  copyFileSync("LICENSE", join(texts, "LICENSE"));
  copyFileSync(join(folder, "LICENSES.txt"), join(texts, "LICENSES.txt"));
}

/** https://github.com/opencontainers/image-spec/blob/main/annotations.md */
function labels(created) {
  const values = { created, url: address, source: address, version, licenses: license, title: name, description };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`org.opencontainers.image.${key}`, value]));
}

/** Packs a root file system as a layer. A layer is named by its unpacked bytes in the config, by the packed elsewhere. */
function addLayer(layout, root, epoch) {
  const plain = `${root}.tar`;
  writeTar(plain, root, ["."], { epoch, compression: "none" });
  const unpacked = `sha256:${sha256(plain)}`;
  run("gzip", ["-6", "--no-name", plain]);
  return { unpacked, descriptor: addFile(layout, types.layer, `${plain}.gz`) };
}

function addJson(layout, mediaType, value) {
  const text = Buffer.from(JSON.stringify(value));
  const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  writeText(blobPath(layout, digest), text);
  return { mediaType, digest, size: text.length };
}

function addFile(layout, mediaType, file) {
  const digest = `sha256:${sha256(file)}`;
  const size = statSync(file).size;
  if (!existsSync(blobPath(layout, digest))) renameSync(file, blobPath(layout, digest));
  return { mediaType, digest, size };
}

function blobPath(layout, digest) {
  return join(layout, "blobs", digest.replace(":", "/"));
}
