import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";
import type { NewFile } from "../files.js";
import { type FileCalls, type Found, replaceFiles } from "../replace-files.js";
import type { LibC } from "./libc.js";

/** Flags of open(2) on Linux. Only the flag against following links differs between x64 and arm64. */
const closeOnExec = 0o2000000;
const noFollow = process.arch === "arm64" ? 0o100000 : 0o400000;
const forLooking = 0o10000000 | noFollow | closeOnExec;
const forWriting = 0o1 | 0o4000 | noFollow | closeOnExec;
const forCreating = 0o1 | 0o100 | 0o200 | noFollow | closeOnExec;

/** Flags of sync_file_range(2): start writing; write, and wait until all is written. */
const startWriting = 2;
const finishWriting = 7;

/** SIGHUP, SIGINT, SIGTERM. The runtime itself handles SIGXFSZ. */
const endingSignals = [1, 2, 15];

/** For fchown(2): -1 keeps the owner. */
const sameUser = 0xffffffff;

const failure = new Error("a call of the system failed");

/**
 * Writes the files by replaceFiles. Returns false for any failure. The files are then as they were, or some are new,
 * and the caller writes them again with calls that know the reasons. Signals that would end the program are ignored
 * meanwhile, since temporary files would stay behind.
 */
export function replaceByLibc(libc: LibC, files: readonly NewFile[]): boolean {
  for (const { path } of files) if (path.includes("\0")) return false;
  const ignore = new Uint8Array(32);
  ignore[0] = 1;
  const before: Uint8Array[] = [];
  for (const signal of endingSignals) {
    const action = new Uint8Array(32);
    libc.onSignal(signal, ignore, action);
    before.push(action);
  }
  try {
    return replaceFiles(createCalls(libc), files, () => {});
  } finally {
    for (const signal of endingSignals) libc.onSignal(signal, before.shift() ?? ignore, ignore);
  }
}

/**
 * The system's calls for replaceFiles. It is enough to sync the contents, which takes a third of the time of
 * fdatasync(2): the file system changes the names in a later transaction, so no name reaches the disk before the
 * contents. It does not matter when the names get there. Until then the old files are on the disk, whole.
 */
function createCalls(libc: LibC): FileCalls {
  const user = libc.effectiveUser();
  const look = (file: number): Found | null => {
    const status = new Uint8Array(144);
    check(libc.stat(file, status));
    return describe(status, user);
  };
  return {
    find(path) {
      const file = libc.open(cString(path), forLooking, 0);
      if (file < 0) return null;
      try {
        return look(file);
      } finally {
        libc.close(file);
      }
    },
    open: (path) => check(libc.open(cString(path), forWriting, 0)),
    create: (path, mode) => check(libc.open(cString(path), forCreating, mode)),
    identify(file) {
      const found = look(file);
      if (!found) throw failure;
      return found;
    },
    haveSameAttributes: (one, other) => haveSameAttributes(libc, one, other),
    setOwner(file, { owner, group, mode }) {
      const found = look(file);
      if (found?.owner !== owner) check(libc.chown(file, owner, group));
      else if (found.group !== group) check(libc.chown(file, sameUser, group));
      check(libc.chmod(file, mode));
    },
    write(file, bytes) {
      for (let at = 0; at < bytes.length; ) {
        const count = libc.write(file, bytes.subarray(at), bytes.length - at);
        if (count <= 0) throw failure;
        at += count;
      }
      check(libc.syncRange(file, startWriting));
    },
    sync: (file) => void check(libc.syncRange(file, finishWriting)),
    close: (file) => void libc.close(file),
    rename: (from, to) => void check(libc.rename(cString(from), cString(to))),
    remove: (path) => void libc.unlink(cString(path)),
  };
}

function check(result: number): number {
  if (result < 0) throw failure;
  return result;
}

function cString(path: string): Uint8Array {
  return encodeUtf8(`${path}\0`);
}

/**
 * Reads struct stat, in words of 4 bytes. Returns null for a file that another program removed after it was opened. On
 * x64 the number of links takes 8 bytes and comes before the mode; on arm64 it takes 4 and comes after.
 */
function describe(status: Uint8Array, user: number): Found | null {
  const words = new Uint32Array(status.buffer);
  const at =
    process.arch === "x64" ? { links: 4, mode: 6, owner: 7, group: 8 } : { links: 5, mode: 4, owner: 6, group: 7 };
  const word = (index: number) => words[index] ?? 0;
  const mode = word(at.mode) & 0o7777;
  const owner = word(at.owner);
  const isOwn = user === 0 || owner === user;
  if (word(at.links) === 0) return null;
  return {
    identity: `${word(0)}:${word(1)}:${word(2)}:${word(3)}`,
    isPlain: word(at.mode) >>> 12 === 0o10 && isOwn && word(at.links) === 1 && mode <= 0o777,
    ...{ mode, owner },
    group: word(at.group),
  };
}

/**
 * Whether two open files have extended attributes of the same names, and no access list. The old file's list would get
 * lost. The new file may have got a list from its folder, which could let more users read it. A system without extended
 * attributes counts as having none.
 */
export function haveSameAttributes(libc: LibC, one: number, other: number): boolean {
  const [names, others] = [readAttributes(libc, one), readAttributes(libc, other)];
  return names === others && !names.includes("posix_acl");
}

/** The names, each followed by a zero byte; empty if there are none. No system has more than 64 KiB of them. */
function readAttributes(libc: LibC, file: number): string {
  const names = new Uint8Array(0x10000);
  const size = libc.listAttributes(file, names);
  return size > 0 ? decodeUtf8(names.subarray(0, size)) : "";
}
