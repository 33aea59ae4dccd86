import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFiles } from "../../src/host/node-files.js";

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

test.each(["", "/none"])("%j is no file that can be read", (name) => {
  expect(nodeFiles.tryRead(folder + name, 10)).toBeNull();
});
