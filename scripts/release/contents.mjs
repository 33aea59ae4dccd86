import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { address, linkedNames, name, version } from "../project.mjs";
import { run } from "../system.mjs";

/** Where each shell's completion lies in an archive. */
const completionNames = { bash: "cfssl.bash", zsh: "_cfssl", fish: "cfssl.fish", powershell: "cfssl.ps1" };

/** What each shell's script must hold: a script for another shell is none. */
const completionSigns = {
  bash: /\bcomplete -/,
  zsh: /^#compdef /,
  fish: /^\s*complete (?:-c|--command) /m,
  powershell: /Register-ArgumentCompleter/,
};

/**
 * What goes with the programs into every package: texts by their paths. Manual pages are those that `npm run build`
 * left in dist/man, completions what `bin/cfssl completion SHELL` prints; `say` is told what there is none of.
 */
export function companions(folder, say) {
  const texts = new Map([
    ["LICENSE", readFileSync("LICENSE", "utf8")],
    ["LICENSES.txt", readFileSync(join(folder, "LICENSES.txt"), "utf8")],
  ]);
  for (const page of manualPages()) texts.set(`man/man1/${page}`, readFileSync(join("dist/man", page), "utf8"));
  if (manualPages().length === 0) say("no manual pages in dist/man: run `npm run build` first");
  for (const [shell, file] of Object.entries(completionNames)) {
    const script = completion(shell);
    if (script === undefined) say(`no completion for ${shell}: "cfssl completion ${shell}" prints none`);
    else texts.set(`completions/${file}`, script);
  }
  return texts;
}

function manualPages() {
  return existsSync("dist/man") ? readdirSync("dist/man").filter((page) => /\.1$/.test(page)) : [];
}

function completion(shell) {
  try {
    const script = run(process.execPath, ["bin/cfssl", "completion", shell]);
    return completionSigns[shell].test(script) ? script : undefined;
  } catch {
    return undefined;
  }
}

/** The completions among the companions, by shell. */
export function completionsOf(texts) {
  const found = Object.entries(completionNames).map(([shell, file]) => [shell, texts.get(`completions/${file}`)]);
  return Object.fromEntries(found.filter(([, text]) => text !== undefined));
}

/** Lays the program under all names, as links to one file, and the texts into a new folder. */
export function layOut(folder, program, texts) {
  mkdirSync(folder, { recursive: true });
  copyFileSync(program, join(folder, "cfssl"));
  for (const other of linkedNames) linkSync(join(folder, "cfssl"), join(folder, other));
  for (const [path, text] of texts) writeText(join(folder, path), text);
}

/** Writes a text, and the folders above it. */
export function writeText(path, text, options = {}) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, options);
}

/** The page beside the programs in an archive. */
export function readmeText(install) {
  return `${name} ${version}: cfssl, cfssljson and cfssl-certinfo

A drop-in replacement for Cloudflare's command-line tools. The three names are
one program, which looks at the name that it is called by.

Install it:

${install}

Check it: cfssl version
All ways to install, and to go back: ${address}/blob/v${version}/docs/install.md
What differs from upstream: ${address}/blob/v${version}/docs/differences.md
Licenses: LICENSE, and LICENSES.txt for what is inside the programs
`;
}
