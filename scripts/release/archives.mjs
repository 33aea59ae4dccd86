import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../system.mjs";
import { writeTar } from "./archive.mjs";
import { layOut, readmeText } from "./contents.mjs";
import { writeZip } from "./zip.mjs";

const unixInstall = `  sudo mkdir -p /usr/local/bin
  sudo install -m 755 cfssl /usr/local/bin/cfssl
  sudo ln -f /usr/local/bin/cfssl /usr/local/bin/cfssljson
  sudo ln -f /usr/local/bin/cfssl /usr/local/bin/cfssl-certinfo`;

const windowsInstall =
  "  install.cmd gives cfssl.exe its other two names, in this folder. Then add the\n  folder to PATH.";

/**
 * Windows's installer: the two other names, as hard links, or as copies where the disk has no links. Links to one file
 * spare 2 x 110 MB, and unlike scripts (.cmd) they are programs to everything that starts programs.
 */
const installCommand = `@echo off
rem Gives cfssl.exe its other two names, in the folder of this file.
setlocal
cd /d "%~dp0"
if not exist cfssl.exe exit /b 1
for %%n in (cfssljson cfssl-certinfo) do (
  if exist %%n.exe del /f /q %%n.exe
  mklink /H %%n.exe cfssl.exe >nul 2>nul
  if not exist %%n.exe copy /y cfssl.exe %%n.exe >nul
  if not exist %%n.exe exit /b 1
)
echo cfssl, cfssljson and cfssl-certinfo are in %cd%
`;

/** The archive of a platform for everyone but Windows: NAME.tar.xz with one folder NAME. */
export async function writeTarball({ folder, base, program, texts, epoch }) {
  const file = `${base}.tar.xz`;
  await withFolder((room) => {
    layOut(join(room, base), program, new Map([...texts, ["README.txt", readmeText(unixInstall)]]));
    writeTar(join(folder, file), room, [base], { epoch, compression: "xz", mode: "u=rwX,go=rX" });
  });
  return file;
}

/** The archive for Windows: NAME.zip, which Windows opens by itself, with the program once and install.cmd. */
export function writeWindowsZip({ folder, base, program, texts, epoch }) {
  const own = [
    ["README.txt", readmeText(windowsInstall)],
    ["install.cmd", installCommand],
  ];
  const suited = [...texts].filter(([path]) => path.endsWith(".ps1") || !path.includes("/"));
  const entries = [...suited, ...own].map(([path, text]) => ({
    name: `${base}/${path}`,
    bytes: Buffer.from(text.replaceAll(/\r?\n/g, "\r\n")),
    mode: 0o644,
  }));
  entries.push({ name: `${base}/cfssl.exe`, bytes: readFileSync(program), mode: 0o755 });
  const file = `${base}.zip`;
  const byName = (a, b) => (a.name < b.name ? -1 : 1);
  writeZip(join(folder, file), entries.sort(byName), epoch);
  return file;
}
