import { address, description, downloadAddress, license, linkedNames, programs, version } from "../project.mjs";

/**
 * A Scoop manifest over the archive for Windows. The two other names are made as hard links before Scoop makes its
 * shims: a shim starts the program under the name of its file, and the program goes by that name.
 */
export function scoopManifest({ file, digest }, base) {
  const others = linkedNames.map((program) => `'${program}.exe'`);
  const manifest = {
    version,
    description,
    homepage: address,
    license,
    architecture: { "64bit": { url: downloadAddress(file), hash: digest, extract_dir: base } },
    pre_install: [
      `foreach ($name in ${others.join(", ")}) {`,
      '  New-Item -ItemType HardLink -Path "$dir\\$name" -Target "$dir\\cfssl.exe" -Force | Out-Null',
      "}",
    ],
    bin: programs.map((program) => `${program}.exe`),
    checkver: { github: address },
    autoupdate: {
      architecture: {
        "64bit": {
          url: downloadAddress(file, "$version").replaceAll(`_${version}_`, "_$version_"),
          extract_dir: base.replace(`_${version}_`, "_$version_"),
        },
      },
      hash: { url: "$baseurl/SHA256SUMS" },
    },
  };
  return `${JSON.stringify(manifest, null, 4)}\n`;
}
