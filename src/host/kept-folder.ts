import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { GoError } from "../go/errors.js";
import type { Files, NewFile } from "./files.js";
import { lockFolder, removeLeftovers } from "./folder-lock.js";
import type { KeptFolder } from "./folders.js";
import { pathBytes } from "./node-file-calls.js";
import { systemReason } from "./system/errors.js";

/**
 * Opens a folder to keep files in, which are written through `files`.
 *
 * @param wait waits so many milliseconds
 */
export function keepFolder(folder: string, files: Files, wait: (milliseconds: number) => Promise<void>): KeptFolder {
  const pathOf = (path: string) => (folder === "" || folder === "." ? path : `${folder.replace(/\/+$/, "")}/${path}`);
  let isLocked = false;
  return {
    list(inner) {
      const path = pathOf(inner) || ".";
      if (isLocked) missing(path, () => removeLeftovers(path));
      return missing(path, () => readdirSync(pathBytes(path), "utf8")) ?? [];
    },
    read(inner) {
      const path = pathOf(inner);
      return missing(path, () => new Uint8Array(readFileSync(pathBytes(path))));
    },
    replace(list) {
      const real = list.map((file) => ({ ...file, path: followLink(pathOf(file.path)) }));
      checkWritable(real);
      for (const file of real) closeToOthers(file);
      files.write(real);
    },
    remove(paths) {
      for (const path of paths.map(pathOf)) missing(path, () => unlinkSync(pathBytes(path)));
    },
    async lock() {
      const release = await lockFolder(folder === "" ? "." : folder, withPath, wait);
      isLocked = true;
      return () => {
        isLocked = false;
        release();
      };
    },
  };
}

/** Null if the file or the folder does not exist. */
function missing<T>(path: string, read: () => T): T | null {
  return withPath("open", path, () => {
    try {
      return read();
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw cause;
    }
  });
}

/** A link stays, and the file that it leads to is replaced. */
function followLink(path: string): string {
  const status = lstatSync(pathBytes(path), { throwIfNoEntry: false });
  return status?.isSymbolicLink() ? withPath("open", path, () => realpathSync(pathBytes(path), "utf8")) : path;
}

/** A file that is there keeps its mode, unless everybody may read what gets a key. */
function closeToOthers({ path, mode }: NewFile): void {
  const found = (mode & 0o077) === 0 ? statSync(pathBytes(path), { throwIfNoEntry: false }) : undefined;
  if (!found?.isFile() || (found.mode & 0o007) === 0) return;
  withPath("chmod", path, () => chmodSync(pathBytes(path), found.mode & 0o700));
}

/** Makes the folders, and checks that all files can be written, so that none is if one cannot. */
function checkWritable(files: readonly NewFile[]): void {
  const folders = new Set<string>();
  for (const { path } of files) {
    folders.add(path.slice(0, path.lastIndexOf("/") + 1) || ".");
    if (existsSync(pathBytes(path))) withPath("open", path, () => accessSync(pathBytes(path), constants.W_OK));
  }
  for (const folder of folders) {
    if (!existsSync(pathBytes(folder))) {
      withPath("mkdir", folder, () => mkdirSync(pathBytes(folder), { recursive: true }));
    }
    withPath("open", folder, () => accessSync(pathBytes(folder), constants.W_OK));
  }
}

function withPath<T>(operation: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const error = cause as NodeJS.ErrnoException;
    if (error.code === undefined) throw cause;
    throw new GoError(`${operation} ${path}: ${systemReason(error) ?? error.message}`, { cause });
  }
}
