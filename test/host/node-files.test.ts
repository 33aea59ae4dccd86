import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFileCalls } from "../../src/host/node-file-calls.js";
import { createNodeFiles, nodeFiles } from "../../src/host/node-files.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "node-files-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [200_000, 200_000],
  [200_001, null],
  [1_000_000_000, null],
])("a file of %d bytes, of which 200000 are allowed, gives %d", (size, found) => {
  const file = join(folder, String(size));
  writeFileSync(file, "");
  truncateSync(file, size);
  expect(nodeFiles.tryRead(file, 200_000)?.length ?? null).toBe(found);
});

test.each(["", "/none"])("%j is not a readable file", (name) => {
  expect(nodeFiles.tryRead(folder + name, 10)).toBeNull();
});

const contents = new TextEncoder().encode("new");

/** Whether writing to the path gave a new file, not new contents of the old one. */
function isReplaced(files: typeof nodeFiles, mode: string, bits: number): boolean {
  const path = join(folder, `old-${mode}`);
  writeFileSync(path, "old");
  chmodSync(path, Number.parseInt(mode, 8));
  const before = statSync(path);
  files.write([{ path, bytes: contents, mode: bits }]);
  const after = statSync(path);
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(after.mode).toBe(before.mode);
  return after.ino !== before.ino;
}

// The group bits may be the mask of an access list, which node:fs cannot see. A copy without the list would let the
// group read the key.
test.each([
  ["600", true],
  ["644", true],
  ["666", true],
  ["640", false],
  ["660", false],
  ["664", false],
])("a key of mode %s is replaced: %s", (mode, replaced) => {
  expect(isReplaced(nodeFiles, mode, 0o600)).toBe(replaced);
});

test("a certificate of any mode is replaced", () => {
  expect(isReplaced(nodeFiles, "640", 0o644)).toBe(true);
});

test.each([true, false])("a file is replaced if the runtime sees that its attributes can be kept: %s", (same) => {
  const files = createNodeFiles({ ...nodeFileCalls, haveSameAttributes: () => same });
  expect(isReplaced(files, "600", 0o600)).toBe(same);
  expect(isReplaced(files, "640", 0o600)).toBe(same);
});
