/** Calls of the operating system. -1 means failure; the reason is not read. */
export interface LibC {
  open(path: Uint8Array, flags: number, mode: number): number;
  read(file: number, bytes: Uint8Array, size: number): number;
  write(file: number, bytes: Uint8Array, size: number): number;
  close(file: number): number;
  rename(from: Uint8Array, to: Uint8Array): number;
  unlink(path: Uint8Array): number;
  /** fstat(2): fills in the structure, which has at most 144 bytes. */
  stat(file: number, status: Uint8Array): number;
  chmod(file: number, mode: number): number;
  /** Changes the owner and the group of a file. */
  chown(file: number, owner: number, group: number): number;
  /** Lists the names of extended attributes, each followed by a zero byte. */
  listAttributes(file: number, names: Uint8Array): number;
  /** sync_file_range(2) for the whole file. */
  syncRange(file: number, flags: number): number;
  effectiveUser(): number;
  /** rt_sigaction(2), whose structure has 32 bytes. */
  onSignal(signal: number, action: Uint8Array, before: Uint8Array): number;
  /** Ends the process and all its threads at once: nothing after this call runs. */
  exit(code: number): void;
}

interface CallNumbers {
  readonly openat: number;
  readonly read: number;
  readonly write: number;
  readonly close: number;
  readonly exit_group: number;
  readonly renameat: number;
  readonly unlinkat: number;
  readonly fstat: number;
  readonly fchmod: number;
  readonly fchown: number;
  readonly flistxattr: number;
  readonly sync_file_range: number;
  readonly geteuid: number;
  readonly rt_sigaction: number;
}

/** The numbers of Linux's system calls, which never change (syscalls(2)). */
const numbers: Readonly<Record<string, CallNumbers>> = {
  x64: {
    ...{ openat: 257, read: 0, write: 1, close: 3, exit_group: 231, renameat: 264, unlinkat: 263, fstat: 5 },
    ...{ fchmod: 91, fchown: 93, flistxattr: 196, sync_file_range: 277, geteuid: 107, rt_sigaction: 13 },
  },
  arm64: {
    ...{ openat: 56, read: 63, write: 64, close: 57, exit_group: 94, renameat: 38, unlinkat: 35, fstat: 80 },
    ...{ fchmod: 52, fchown: 55, flistxattr: 13, sync_file_range: 84, geteuid: 175, rt_sigaction: 134 },
  },
};

/** syscall(2) as the calls above use it. Each needs only the first few of these arguments. */
type SystemCall = (
  number: number,
  file: number,
  bytes: Uint8Array | number,
  size: Uint8Array | number,
  mode: Uint8Array | number,
) => number;

const wanted = {
  syscall: { args: ["i64_fast", "i32", "ptr", "ptr", "ptr"], returns: "i64_fast" },
} as const;

interface BunFfi {
  dlopen(library: string, functions: typeof wanted): { readonly symbols: { readonly syscall: SystemCall } } | Error;
}

/** For openat(2): a relative path starts at the current folder. */
const currentFolder = -100;
/** The same for an argument that is declared as a pointer: the system reads the lower half. */
const currentFolderBits = currentFolder >>> 0;
const nothing = new Uint8Array(1);

/**
 * Linux's C library, called through Bun; null on other systems, and where Bun cannot call it. All calls go through the
 * one function syscall: looking up a function by name takes 0.1 ms.
 */
export function openLibC(): LibC | null {
  const calls = process.platform === "linux" ? numbers[process.arch] : undefined;
  const syscall = calls && openSyscall();
  if (!syscall) return null;
  return {
    open: (path, flags, mode) => syscall(calls.openat, currentFolder, path, flags, mode),
    read: (file, bytes, size) => syscall(calls.read, file, bytes, size, 0),
    write: (file, bytes, size) => syscall(calls.write, file, bytes, size, 0),
    close: (file) => syscall(calls.close, file, nothing, 0, 0),
    rename: (from, to) => syscall(calls.renameat, currentFolder, from, currentFolderBits, to),
    unlink: (path) => syscall(calls.unlinkat, currentFolder, path, 0, 0),
    stat: (file, status) => syscall(calls.fstat, file, status, 0, 0),
    listAttributes: (file, names) => syscall(calls.flistxattr, file, names, names.length, 0),
    chmod: (file, mode) => syscall(calls.fchmod, file, mode, 0, 0),
    chown: (file, owner, group) => syscall(calls.fchown, file, owner, group, 0),
    syncRange: (file, flags) => syscall(calls.sync_file_range, file, 0, 0, flags),
    effectiveUser: () => syscall(calls.geteuid, 0, nothing, 0, 0),
    onSignal: (signal, action, before) => syscall(calls.rt_sigaction, signal, action, before, 8),
    exit: (code) => void syscall(calls.exit_group, code, nothing, 0, 0),
  };
}

function openSyscall(): SystemCall | null {
  const { FFI } = (globalThis as unknown as { Bun: { FFI: BunFfi } }).Bun;
  try {
    // glibc and musl both know the library that is loaded already by this name, and open no file.
    const opened = FFI.dlopen("libc.so.6", wanted);
    return opened instanceof Error ? null : opened.symbols.syscall;
  } catch {
    // Bun compiles the calls at run time, which a system may forbid.
    return null;
  }
}
