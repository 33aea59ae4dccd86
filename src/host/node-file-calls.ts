import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fdatasyncSync,
  fstatSync,
  lstatSync,
  openSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { encodeUtf8, isValidUtf8 } from "../go/utf8.js";
import type { FileCalls, Found } from "./replace-files.js";

/** Zero on Windows, which has neither flag. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

/** The system's calls through node:fs, which cannot see extended attributes. */
export const nodeFileCalls: FileCalls = {
  find(path) {
    try {
      return describe(lstatSync(pathBytes(path), { bigint: true }));
    } catch {
      return null;
    }
  },
  open: (path) => openSync(pathBytes(path), constants.O_WRONLY | O_NOFOLLOW | O_NONBLOCK),
  create(path, mode) {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | O_NOFOLLOW;
    return openSync(pathBytes(path), flags, mode);
  },
  identify: (file) => describe(fstatSync(file, { bigint: true })),
  haveSameAttributes: () => null,
  setOwner(file, { owner, group, mode }) {
    const { uid, gid } = fstatSync(file);
    if (uid !== owner || gid !== group) fchownSync(file, uid === owner ? -1 : owner, group);
    fchmodSync(file, mode);
  },
  write: writeWhole,
  sync: fdatasyncSync,
  close: closeSync,
  rename: (from, to) => renameSync(pathBytes(from), pathBytes(to)),
  remove(path) {
    try {
      unlinkSync(pathBytes(path));
    } catch {
      // It has gone already.
    }
  },
};

/** Writes all bytes: one call of the system may write only some of them. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** A path as the system takes it. For a path that is not valid UTF-8, the runtime would encode other bytes. */
export function pathBytes(path: string): string | Buffer {
  return isValidUtf8(path) ? path : Buffer.from(encodeUtf8(path));
}

function describe(stats: BigIntStats): Found {
  const mode = Number(stats.mode) & 0o7777;
  const user = process.geteuid?.() ?? Number(stats.uid);
  const isOwn = user === 0 || stats.uid === BigInt(user);
  return {
    identity: `${stats.dev}:${stats.ino}`,
    isPlain: stats.isFile() && isOwn && stats.nlink === 1n && mode <= 0o777,
    mode,
    owner: Number(stats.uid),
    group: Number(stats.gid),
  };
}
