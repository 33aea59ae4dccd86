import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GoError } from "../../src/go/errors.js";
import type { Database } from "../../src/go/sql.js";
import { encodeUtf8 } from "../../src/go/utf8.js";
import { openDatabase } from "../../src/host/database/open.js";
import type { Host, TerminalSize } from "../../src/host/host.js";
import { keepFolder } from "../../src/host/kept-folder.js";
import { roundTrip } from "../../src/host/net/http.js";
import { listen } from "../../src/host/net/listen.js";
import { dialLeaf } from "../../src/host/net/peek-certificate.js";
import { dialChain } from "../../src/host/net/peer-chain.js";
import { nodeFiles } from "../../src/host/node-files.js";
import { readFolder } from "../../src/host/read-folder.js";
import { walkFiles } from "../../src/host/walk.js";
import { createMemoryFiles, type MemoryFiles } from "./memory-files.js";

/** The time on fake hosts: past the middle of a minute and not a whole second, so that rounding shows. */
export const fakeNow = Date.parse("2026-02-03T04:05:47.600Z");

export interface FakeHostOptions {
  readonly args: readonly string[];
  readonly programName?: string;
  readonly files?: MemoryFiles;
  readonly stdin?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed at questions, in their order; without it there is no terminal to ask on. */
  readonly typed?: readonly string[];
  /** The terminal that standard error goes to. */
  readonly terminal?: TerminalSize;
  /** The terminal that standard output goes to. */
  readonly outputTerminal?: TerminalSize;
}

export interface FakeHost extends Host {
  /** What the program has printed so far. */
  printed(): { readonly stdout: Uint8Array; readonly stderr: Uint8Array };
}

/** A host for one program: files in memory, a clock that stands still, random numbers from a seed. */
export function createFakeHost(options: FakeHostOptions): FakeHost {
  const { args, programName = "cfssl", env = {}, terminal = null, outputTerminal = null } = options;
  const files = options.files ?? createMemoryFiles(new Map(), 0o022);
  const typed = options.typed && [...options.typed];
  const printed = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const random = seededRandom();
  let stdin = options.stdin ?? new Uint8Array();
  return {
    args,
    programName,
    runtime: "node v0.0.0",
    env: (name) => (Object.hasOwn(env, name) ? env[name] : undefined),
    variables: () => Object.keys(env),
    readFile: files.read,
    readFolder: async (path, limits) => readFolder(path, limits),
    async *walkFiles(path) {
      yield* walkFiles(path);
    },
    keepFolder: async (path) => keepFolder(path, nodeFiles, async () => {}),
    async readStdin() {
      const all = stdin;
      stdin = new Uint8Array();
      return all;
    },
    async *stdinParts() {
      yield stdin;
      stdin = new Uint8Array();
    },
    async askSecret(question) {
      if (!typed) return null;
      printed.stderr.push(encodeUtf8(question));
      return typed.shift() ?? "";
    },
    writeFiles(list) {
      for (const { path, bytes, mode } of list) files.write(path, bytes, mode);
    },
    async makeFolder(path, announce) {
      if (files.exists(path)) return;
      announce();
      files.makeFolder(path);
    },
    stdout: (text) => void printed.stdout.push(encodeUtf8(text)),
    stderr: (text) => void printed.stderr.push(encodeUtf8(text)),
    terminal: () => terminal,
    outputTerminal: () => outputTerminal,
    now: () => fakeNow,
    localTime: (at) => new Date(at).toISOString().slice(0, 19).replaceAll("-", "/").replace("T", " "),
    random,
    wait: async () => {},
    openDatabase: (driver, dataSource) => openInMemory(driver, dataSource, files),
    roundTrip,
    listen,
    // Nobody stops a program in this process: it serves until the process ends.
    untilStopped: () => new Promise(() => {}),
    tlsLeaf: dialLeaf,
    tlsChain: dialChain,
    systemCas: async () => [],
    printed: () => ({ stdout: Buffer.concat(printed.stdout), stderr: Buffer.concat(printed.stderr) }),
  };
}

/** Bytes that look random but are the same in every run. */
function seededRandom(): (length: number) => Uint8Array {
  let count = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    while (blocks.length * 32 < length) blocks.push(createHash("sha256").update(`seed ${count++}`).digest());
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length));
  };
}

/** Opens an SQLite file of the memory: as a real file, until it is closed. Any other database is opened as it is. */
async function openInMemory(driver: string, dataSource: string, files: MemoryFiles): Promise<Database> {
  if (driver !== "sqlite3" || !/^[\w.]+$/.test(dataSource)) return openDatabase(driver, dataSource);
  const folder = await mkdtemp(join(tmpdir(), "cfssl-ts-"));
  const path = join(folder, dataSource);
  const given = readIfThere(dataSource, files);
  if (given) await writeFile(path, given);
  const database = await openDatabase(driver, path);
  return {
    ...database,
    async close() {
      await database.close();
      const before = Buffer.from(given ?? []);
      const after = await readFile(path).catch(() => undefined);
      if (after && !after.equals(before)) files.write(dataSource, after, 0o644);
      await rm(folder, { recursive: true });
    },
  };
}

function readIfThere(path: string, files: MemoryFiles): Uint8Array | undefined {
  try {
    return files.read(path);
  } catch (cause) {
    if (cause instanceof GoError) return undefined;
    throw cause;
  }
}
