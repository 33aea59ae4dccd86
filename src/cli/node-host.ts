import { closeSync, fstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { GoError } from "../go/errors.js";
import { encodeUtf8, isValidUtf8 } from "../go/utf8.js";
import type { Host } from "./host.js";
import { rawVariable, rawWords } from "./raw-process.js";

/** Texts of the operating system's errors as Go words them. */
const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  ELOOP: "too many levels of symbolic links",
  ENAMETOOLONG: "file name too long",
  ENXIO: "no such device or address",
  ENOSPC: "no space left on device",
  EROFS: "read-only file system",
  EMFILE: "too many open files",
  ETXTBSY: "text file busy",
  EPERM: "operation not permitted",
  EINVAL: "invalid argument",
  EIO: "input/output error",
  EBADF: "bad file descriptor",
  EFBIG: "file too large",
  EDQUOT: "disk quota exceeded",
};

/** The real world: process, files, clock, randomness. `get-stdin` and `node:tls` are loaded on first use. */
export function createHost(argv: readonly string[], programName: string): Host {
  let stdinTaken = false;
  return {
    args: rawWords(argv),
    programName,
    runtime: process.versions["bun"] ? `bun${process.versions["bun"]}` : `node${process.versions.node}`,
    env: (name) => rawVariable(name, process.env[name]),
    readFile: (path) => withPath(path, () => readWhole(path)),
    async readStdin() {
      if (stdinTaken) return new Uint8Array();
      stdinTaken = true;
      if (isDirectory(0)) throw new GoError("read /dev/stdin: is a directory");
      const { default: getStdin } = await import("get-stdin");
      return getStdin.buffer({ allowTTY: true });
    },
    writeFile: (path, bytes, mode) => withPath(path, () => writeWhole(path, bytes, mode)),
    stdout: (text) => writeAll(1, text),
    stderr: (text) => writeAll(2, text),
    now: () => Date.now(),
    localTime,
    random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    async roundTrip(request) {
      const { roundTrip } = await import("./http.js");
      return roundTrip(request);
    },
    async tlsLeaf(host, port) {
      const { dialLeaf } = await import("./tls.js");
      return dialLeaf(host, port);
    },
  };
}

function readWhole(path: string): Uint8Array {
  return readFileSync(pathOctets(path));
}

/** As Go's os.WriteFile: the mode counts for a new file only, an existing one is truncated in place. */
function writeWhole(path: string, bytes: Uint8Array, mode: number): void {
  const file = openSync(pathOctets(path), "w", mode);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } finally {
    closeSync(file);
  }
}

/** The path for the system, which knows octets; a runtime would encode what is no UTF-8 as something else. */
function pathOctets(path: string): string | Buffer {
  return isValidUtf8(path) ? path : Buffer.from(encodeUtf8(path));
}

function withPath<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    const text = systemErrors[code ?? ""];
    if (text === undefined) throw cause;
    throw new GoError(`${syscall === "read" ? "read" : syscall === "write" ? "write" : "open"} ${path}: ${text}`, {
      cause,
    });
  }
}

/**
 * Writes at once and whole: a pipe that is full for the moment is waited for, so that output survives the end of the
 * program. A reader that has gone ends the program, as it ends any other one in a pipeline.
 */
function writeAll(descriptor: number, text: string): void {
  const bytes = encodeUtf8(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "EPIPE") process.exit(141);
      if (code !== "EAGAIN") {
        loseOutput(descriptor, cause as NodeJS.ErrnoException);
        return;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** Upstream goes on where its output cannot be written; a result that is lost must not look like success. */
function loseOutput(descriptor: number, cause: NodeJS.ErrnoException): void {
  if (descriptor === 1)
    throw new GoError(`write /dev/stdout: ${systemErrors[cause.code ?? ""] ?? cause.message}`, { cause });
}

function isDirectory(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isDirectory();
  } catch {
    return false;
  }
}

function localTime(milliseconds: number): string {
  const offset = isPosixZone(process.env["TZ"]) ? new Date(milliseconds).getTimezoneOffset() : 0;
  const at = new Date(milliseconds + offset * 60_000);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}/${two(at.getMonth() + 1)}/${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Whether a time zone is given in the way of POSIX (`CST-8`): Go does not know it, and then takes UTC. */
function isPosixZone(zone = ""): boolean {
  return !zone.includes("/") && /[1-9]$/.test(zone);
}
