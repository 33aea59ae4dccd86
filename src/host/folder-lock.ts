import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { GoError } from "../go/errors.js";

const lockName = ".cfssl-ensure.lock";

/** How long to wait for another program, in milliseconds, and how long to pause between two looks. */
const patience = 10_000;
const pause = 50;

type WithPath = <T>(operation: string, path: string, action: () => T) => T;

/** Who holds a lock. No two holders have the same. */
interface Holder {
  readonly id: string;
  readonly process: number;
  readonly machine: string;
  /** When the process started, in the system's own measure; "" if unknown. */
  readonly started: string;
}

/**
 * Locks a folder by a file in it. The file comes into being whole, as another name of a file of our own, so nobody sees
 * it empty. Whoever finds the lock of a process that is dead takes it over; to do so it must hold the lock of that lock,
 * so that of two that find it only one does.
 */
export async function lockFolder(
  folder: string,
  withPath: WithPath,
  wait: (milliseconds: number) => Promise<void>,
): Promise<() => void> {
  withPath("mkdir", folder, () => mkdirSync(folder, { recursive: true }));
  const path = join(folder, lockName);
  const self: Holder = {
    id: crypto.randomUUID(),
    process: process.pid,
    machine: hostname(),
    started: startOf(process.pid) ?? "",
  };
  const own = join(folder, `${lockName}-${self.process}-${self.id}`);
  withPath("open", own, () => writeFileSync(own, JSON.stringify(self), { flag: "wx", mode: 0o644 }));
  try {
    for (let waited = 0; ; waited += pause) {
      const other = acquire(path, own, withPath);
      if (other === null) break;
      if (waited >= patience) throw new GoError(busyText(other, path));
      await wait(pause);
    }
  } catch (cause) {
    remove(own);
    throw cause;
  }
  remove(own);
  removeLeftovers(folder);
  for (const name of readdirSync(folder)) {
    // Whoever holds the lock may remove all claims of earlier locks.
    if (name.startsWith(`${lockName}.`) && !name.includes(self.id)) remove(join(folder, name));
  }
  return () => {
    if (readHolder(path)?.id === self.id) remove(path);
  };
}

/** Takes the lock and returns null, or returns who holds it. */
function acquire(path: string, own: string, withPath: WithPath): Holder | null {
  if (linkIfFree(own, path, withPath)) return null;
  const holder = readHolder(path);
  // It has been released meanwhile; the next attempt may get it.
  if (holder === null) return unknownHolder;
  if (isAlive(holder)) return holder;
  const claim = `${path}.${holder.id}`;
  const claimant = acquire(claim, own, withPath);
  if (claimant !== null) return claimant;
  try {
    if (readHolder(path)?.id !== holder.id) return unknownHolder;
    // Only the holder of the claim may replace this lock, and a second name of our own file would not replace it.
    const copy = `${own}-copy`;
    writeFileSync(copy, readFileSync(own));
    withPath("rename", path, () => renameSync(copy, path));
    return null;
  } finally {
    remove(claim);
  }
}

const unknownHolder: Holder = { id: "", process: 0, machine: "", started: "" };

function linkIfFree(own: string, path: string, withPath: WithPath): boolean {
  return withPath("link", path, () => {
    try {
      linkSync(own, path);
      return true;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw cause;
    }
  });
}

/** Null if nobody holds the lock. What is no lock of ours counts as held by somebody unknown. */
function readHolder(path: string): Holder | null {
  try {
    const { id, process, machine, started }: Partial<Holder> = JSON.parse(readFileSync(path, "utf8"));
    if (typeof id !== "string" || !/^[\w-]+$/.test(id) || typeof process !== "number") return unknownHolder;
    return { id, process, machine: String(machine), started: String(started) };
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "ENOENT" ? null : unknownHolder;
  }
}

/** Whether a holder may still run. That of another machine may: it cannot be asked. */
function isAlive({ process: id, machine, started }: Holder): boolean {
  if (machine !== hostname()) return true;
  if (!isRunning(id)) return false;
  const now = startOf(id);
  return started === "" || now === null || now === started;
}

function isRunning(id: number): boolean {
  try {
    return id > 0 && process.kill(id, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The boot and the moment at which a process started (proc(5)), because numbers are used again; null if unknown. */
function startOf(id: number): string | null {
  try {
    const status = readFileSync(`/proc/${id}/stat`, "utf8");
    const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fields[19] ?? ""}`;
  } catch {
    return null;
  }
}

function busyText({ process: id, machine }: Holder, path: string): string {
  const who = id === 0 ? "another program" : `process ${id} on ${machine}`;
  return `${path}: ${who} is changing this folder; wait for it, or remove this file if it does not run any more`;
}

/** Removes temporary files of programs that were killed (see replace-files): some hold keys that nobody knows of. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, id] = /^\.cfssl-(?:new|old|ensure\.lock)-(\d+)-[\w-]+$/.exec(name) ?? [];
    if (id !== undefined && Number(id) !== process.pid && !isRunning(Number(id))) remove(join(folder, name));
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It has gone already.
  }
}
