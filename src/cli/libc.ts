/** What is called of the C library. -1 is a failure; of which kind is not asked. */
export interface LibC {
  open(path: Uint8Array, flags: number, mode: number): number;
  read(file: number, octets: Uint8Array, size: number): number;
  write(file: number, octets: Uint8Array, size: number): number;
  close(file: number): number;
}

const functions = {
  open: { args: ["buffer", "i32", "u32"], returns: "i32" },
  read: { args: ["i32", "buffer", "usize"], returns: "i64_fast" },
  write: { args: ["i32", "buffer", "usize"], returns: "i64_fast" },
  close: { args: ["i32"], returns: "i32" },
} as const;

interface BunFfi {
  dlopen(library: string, wanted: typeof functions): { readonly symbols: LibC } | Error;
}

/** The C library of Linux, called through Bun; null on other systems, and where Bun cannot do so. */
export function openLibC(): LibC | null {
  if (process.platform !== "linux") return null;
  const { FFI } = (globalThis as unknown as { Bun: { FFI: BunFfi } }).Bun;
  try {
    // glibc and musl both take this name for the library that is running already, and look for no file.
    const opened = FFI.dlopen("libc.so.6", functions);
    return opened instanceof Error ? null : opened.symbols;
  } catch {
    // The calls are compiled just in time, which a system may forbid.
    return null;
  }
}
