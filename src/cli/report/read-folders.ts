import type { SourceFile, SourceTree } from "../../addons/inventory/tree.js";
import { GoError } from "../../go/errors.js";
import type { FolderLimits } from "../../host/folders.js";
import type { Host } from "../../host/host.js";
import { Refusal } from "../exit-code.js";

/** Certificates and configurations are small. */
export const limits = { mostBytes: 4 << 20, mostFiles: 1_000_000, mostTotalBytes: 256 << 20 };

/**
 * Reads the folders and files that are named. The paths of a single folder begin in it; those of several begin with
 * their folder's name.
 *
 * @throws Refusal with exit code 2 if one of them cannot be read
 */
export async function readFolders(names: readonly string[], host: Host): Promise<SourceTree> {
  const progress = createProgress(host);
  const files: SourceFile[] = [];
  const folders: string[] = [];
  try {
    for (const name of names) {
      const contents = await host.readFolder(name, { ...limits, isWanted, onFile: progress.count });
      const isFile = contents.folders.length === 0;
      const prefix = names.length === 1 ? "" : name.replace(/^(?:\.\/+)+/, "").replace(/\/+$/, "");
      const place = (path: string) => (prefix === "" ? path : isFile || path === "" ? prefix : `${prefix}/${path}`);
      for (const file of contents.files) files.push({ ...file, path: place(file.path) });
      for (const path of contents.folders) folders.push(place(path));
    }
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new Refusal(cause.message, 2, { cause });
  } finally {
    progress.end();
  }
  const [only = ""] = names.length === 1 ? names : [];
  return { files, folders, ...(only.startsWith("/") ? { root: only.replace(/\/+$/, "") } : {}) };
}

/** Whether a file may be DER, a keystore or text, by its first bytes: programs, pictures and archives are none. */
function isWanted(head: Uint8Array): boolean {
  const isKeystore = (head[0] === 0xfe && head[1] === 0xed) || (head[0] === 0xce && head[1] === 0xce);
  if (head[0] === 0x30 || isKeystore || !head.includes(0)) return true;
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  return isUtf16 || head[0] === 0 || head[1] === 0;
}

/** Shows how many files were read, once that takes over a second, and only to a person. */
function createProgress(host: Host): { count: NonNullable<FolderLimits["onFile"]>; end(): void } {
  const start = host.now();
  let shown = 0;
  return {
    count(files) {
      if (files % 256 !== 0) return;
      const now = host.now();
      if (now - start < 1000 || now - shown < 200 || host.terminal() === null) return;
      shown = now;
      host.stderr(`\rread ${files} files`);
    },
    end() {
      if (shown > 0) host.stderr("\r\x1b[K");
    },
  };
}
