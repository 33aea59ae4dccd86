import { type FileCalls, replaceFiles } from "../../src/host/replace-files.js";

const file = { path: "key", bytes: new Uint8Array([1]), mode: 0o600 };

/** A folder in which another program writes a file again whenever we examine it. `calls` replace the default calls. */
function busyFolder(calls: Partial<FileCalls>): FileCalls {
  let turn = 0;
  const found = () => ({ identity: String(turn++), isPlain: true, mode: 0o600, owner: 0, group: 0 });
  return {
    find: found,
    open: () => 3,
    create: () => 4,
    identify: found,
    haveSameAttributes: () => true,
    setOwner() {},
    write() {},
    sync() {},
    close() {},
    rename() {},
    remove() {},
    ...calls,
  };
}

const fail = () => {
  throw new Error("no such file");
};

test.each<[string, Partial<FileCalls>]>([
  ["cannot be opened", { open: fail }],
  ["cannot be created beside its path", { create: fail }],
  ["cannot be renamed", { rename: fail }],
])("a file that %s at every attempt is not reported as written", (_, calls) => {
  expect(replaceFiles(busyFolder(calls), [file], () => {})).toBe(false);
});
