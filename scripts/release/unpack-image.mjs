// node scripts/release/unpack-image.mjs ARCHIVE ARCHITECTURE FOLDER: unpacks the file system of an image into FOLDER as an
// engine does: the layers of the manifest for that processor, one over the other. Each blob must have its digest.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, withFolder } from "../system.mjs";
import { sha256 } from "./checksums.mjs";

const [archive, architecture, target] = process.argv.slice(2);

await withFolder((layout) => {
  run("tar", ["-xf", archive, "-C", layout]);
  const blob = ({ digest }) => {
    const path = join(layout, "blobs", digest.replace(":", "/"));
    if (`sha256:${sha256(path)}` !== digest) throw new Error(`${digest} is damaged`);
    return path;
  };
  const read = (descriptor) => JSON.parse(readFileSync(blob(descriptor), "utf8"));
  const [named] = JSON.parse(readFileSync(join(layout, "index.json"), "utf8")).manifests;
  const manifest = read(named).manifests.find(({ platform }) => platform.architecture === architecture);
  if (manifest === undefined) throw new Error(`${archive} has no image for ${architecture}`);
  mkdirSync(target, { recursive: true });
  for (const layer of read(manifest).layers) run("tar", ["-xzf", blob(layer), "-C", target]);
});
