import type { ExportedFile } from "../../addons/export/form.js";
import { GoError } from "../../go/errors.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Host } from "../../host/host.js";
import { Refusal } from "../exit-code.js";

const secretMode = 0o600;
const usualMode = 0o644;

/**
 * Prints what was made, or writes it: all files or none.
 *
 * @param out where a file goes, or a layout's folder; "" or "-" for standard output
 * @throws Refusal for what is no text, and for a file that others can read
 */
export async function deliver(
  files: readonly ExportedFile[],
  { out, isLayout }: { readonly out: string; readonly isLayout: boolean },
  host: Host,
): Promise<void> {
  if (isStandardOutput(out)) {
    for (const { contents } of files) if (typeof contents === "string") host.stdout(contents);
    return;
  }
  const folder = out.replace(/(?<=[^/])\/+$/, "");
  const placed = files.map((file) => ({ ...file, path: isLayout ? join(folder, file.path) : out }));
  for (const { path, isSecret } of placed) if (isSecret) await throwIfOpen(path, host);
  host.writeFiles(
    placed.map(({ path, contents, isSecret }) => ({
      path,
      bytes: typeof contents === "string" ? encodeUtf8(contents) : contents,
      mode: isSecret ? secretMode : usualMode,
    })),
  );
}

export function isStandardOutput(out: string): boolean {
  return out === "" || out === "-";
}

function join(folder: string, path: string): string {
  if (folder === ".") return path;
  return folder.endsWith("/") ? folder + path : `${folder}/${path}`;
}

/** A file that is there keeps its mode. */
async function throwIfOpen(path: string, host: Host): Promise<void> {
  const mode = await modeOf(path, host);
  if (mode === null || (mode & 0o077) === 0) return;
  throw new Refusal(`${path} is there already, and others can read it: chmod 600 ${path}, or remove it first`, 1);
}

async function modeOf(path: string, host: Host): Promise<number | null> {
  try {
    const { files } = await host.readFolder(path, { mostBytes: 0, mostFiles: 1, mostTotalBytes: 0 });
    return files[0]?.mode ?? null;
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}
