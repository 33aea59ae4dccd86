/** Calls of the operating system. -1 is a failure; of which kind is not asked. */
export interface LibC {
  open(path: Uint8Array, flags: number, mode: number): number;
  read(file: number, octets: Uint8Array, size: number): number;
  write(file: number, octets: Uint8Array, size: number): number;
  close(file: number): number;
  /** Ends the process on the spot, with all its threads: nothing that stands behind this call is done. */
  exit(code: number): void;
}

/** Numbers of Linux's calls, which are fixed for good (syscalls(2)). */
const numbers: Readonly<
  Record<string, Readonly<Record<"openat" | "read" | "write" | "close" | "exit_group", number>>>
> = {
  x64: { openat: 257, read: 0, write: 1, close: 3, exit_group: 231 },
  arm64: { openat: 56, read: 63, write: 64, close: 57, exit_group: 94 },
};

/** syscall(2) as the calls above use it: each takes the first of these arguments, as many as it has. */
type SystemCall = (number: number, file: number, octets: Uint8Array, size: number, mode: number) => number;

const wanted = {
  syscall: { args: ["i64_fast", "i32", "buffer", "usize", "u32"], returns: "i64_fast" },
} as const;

interface BunFfi {
  dlopen(library: string, functions: typeof wanted): { readonly symbols: { readonly syscall: SystemCall } } | Error;
}

/** For openat(2): a path that is not absolute begins at the folder of the process. */
const currentFolder = -100;
const nothing = new Uint8Array(1);

/**
 * The C library of Linux, called through Bun; null on other systems, and where Bun cannot do so. All goes through the
 * one function syscall, for each that is asked for by name costs 0.1 ms.
 */
export function openLibC(): LibC | null {
  const calls = process.platform === "linux" ? numbers[process.arch] : undefined;
  const syscall = calls && openSyscall();
  if (!syscall) return null;
  return {
    open: (path, flags, mode) => syscall(calls.openat, currentFolder, path, flags, mode),
    read: (file, octets, size) => syscall(calls.read, file, octets, size, 0),
    write: (file, octets, size) => syscall(calls.write, file, octets, size, 0),
    close: (file) => syscall(calls.close, file, nothing, 0, 0),
    exit: (code) => void syscall(calls.exit_group, code, nothing, 0, 0),
  };
}

function openSyscall(): SystemCall | null {
  const { FFI } = (globalThis as unknown as { Bun: { FFI: BunFfi } }).Bun;
  try {
    // glibc and musl both take this name for the library that is running already, and look for no file.
    const opened = FFI.dlopen("libc.so.6", wanted);
    return opened instanceof Error ? null : opened.symbols.syscall;
  } catch {
    // The calls are compiled just in time, which a system may forbid.
    return null;
  }
}
