import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A software bill of materials (CycloneDX 1.5, JSON) of the standalone programs: the packages in these folders, and
 * the runtime. Versions, checksums and licences are those of the lock file.
 */
export function createSbom(folders, runtime) {
  const { name, version, description, license } = readJson("package.json");
  const { packages } = readJson("package-lock.json");
  const locked = [...folders]
    .sort()
    .map((folder) => ({ name: readJson(join(folder, "package.json")).name, ...packages[folder] }));
  const components = [...locked, { name: "bun", ...packages[`node_modules/${runtime}`] }].map(component);
  const self = {
    type: "application",
    name,
    version,
    description,
    "bom-ref": purl(name, version),
    licenses: licenses(license),
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component: { ...self, purl: purl(name, version) } },
    components,
    dependencies: [{ ref: purl(name, version), dependsOn: components.map((part) => part["bom-ref"]) }],
  };
}

function component({ name, version, integrity, license }) {
  const digest = Buffer.from(integrity.replace("sha512-", ""), "base64");
  const hash = { alg: "SHA-512", content: digest.toString("hex") };
  const id = purl(name, version);
  return { type: "library", "bom-ref": id, name, version, purl: id, hashes: [hash], licenses: licenses(license) };
}

function licenses(id) {
  return [{ license: { id } }];
}

/** The package URL of an npm package, in which the @ of a scope is escaped. */
function purl(name, version) {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
