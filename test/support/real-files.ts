import { nodeFiles } from "../../src/host/node-files.js";
import { createMemoryFiles, type MemoryFiles } from "./memory-files.js";

/** Files that a fake host reads from the disk. */
export function createRealFiles(): MemoryFiles {
  return { ...createMemoryFiles(new Map(), 0o022), read: (path) => nodeFiles.read(path) };
}
