import type { LibC } from "../../../src/host/bun/libc.js";
import { createLibcFiles, readToEnd } from "../../../src/host/bun/libc-files.js";
import type { Files } from "../../../src/host/files.js";

const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A C library with one file. Its calls return the results in the table, one after the other, and then succeed. */
function libcThat(fails: Partial<Record<keyof LibC, readonly number[]>>, content = "content") {
  const calls: string[] = [];
  const answers = { open: [...(fails.open ?? [])], read: [...(fails.read ?? [])], write: [...(fails.write ?? [])] };
  const renaming = [...(fails.rename ?? [])];
  const closing = [...(fails.close ?? [])];
  let at = 0;
  const libc: LibC = {
    open(path, flags, mode) {
      calls.push(`open ${textOf(path)} ${flags.toString(8)} ${mode.toString(8)}`);
      return answers.open.shift() ?? 7;
    },
    read(_, buffer, size) {
      const wanted = answers.read.shift() ?? size;
      if (wanted < 0) return wanted;
      const part = bytes(content).subarray(at, at + wanted);
      buffer.set(part);
      at += part.length;
      return part.length;
    },
    write(file, bytes, size) {
      const count = Math.min(answers.write.shift() ?? size, size);
      if (count > 0) calls.push(`write ${file} ${textOf(bytes.subarray(0, count))}`);
      return count;
    },
    close(file) {
      calls.push(`close ${file}`);
      return closing.shift() ?? 0;
    },
    rename: (from, to) => {
      calls.push(`rename ${textOf(from)} ${textOf(to)}`);
      return renaming.shift() ?? 0;
    },
    unlink(path) {
      calls.push(`unlink ${textOf(path)}`);
      return 0;
    },
    stat(_, status) {
      // A plain file with one name; the fields are in different places on x64 and arm64.
      const words = new Uint32Array(status.buffer);
      const [links, mode] = process.arch === "arm64" ? [5, 4] : [4, 6];
      words[links] = 1;
      words[mode] = 0o100600;
      return 0;
    },
    chmod: () => 0,
    chown: () => 0,
    listAttributes: () => 0,
    syncRange: (file, flags) => {
      calls.push(`sync ${file} ${flags}`);
      return fails.syncRange?.[0] ?? 0;
    },
    effectiveUser: () => 0,
    onSignal: () => 0,
    exit: (code) => void calls.push(`exit ${code}`),
  };
  const others: Files = {
    tryRead: () => null,
    read: (path) => bytes(`others read ${path}`),
    write(list) {
      for (const { path, bytes, mode } of list) {
        calls.push(`others write ${path} ${textOf(bytes)} ${mode.toString(8)}`);
      }
    },
    print: (descriptor, bytes) => void calls.push(`others print ${descriptor} ${textOf(bytes)}`),
  };
  return { libc, calls, files: createLibcFiles(libc, () => others) };
}

describe("a file", () => {
  test("is opened only for reading, and closed", () => {
    const { files, calls } = libcThat({});
    expect(textOf(files.read("a"))).toBe("content");
    expect(calls).toEqual(["open a\0 2000000 0", "close 7"]);
  });

  test.each([
    [10, "0123456789"],
    [9, null],
  ])("of ten bytes is read when %d are allowed: %j", (most, content) => {
    const { files, calls } = libcThat({}, "0123456789");
    const found = files.tryRead("a", most);
    expect(found && textOf(found)).toBe(content);
    expect(calls).toEqual(["open a\0 2000000 0", "close 7"]);
  });

  test("of any length is read to its end, even if few bytes come at once", () => {
    const long = "0123456789".repeat(10_000);
    const { files } = libcThat({ read: [1, 2, 3, 8000] }, long);
    expect(textOf(files.read("a"))).toBe(long);
  });

  test.each([
    ["does not open", { open: [-1] }],
    ["breaks off", { read: [3, -1] }],
  ])("that %s is read by the others, which know the reason", (_, fails) => {
    expect(textOf(libcThat(fails).files.read("a"))).toBe("others read a");
    expect(libcThat(fails).files.tryRead("a")).toBeNull();
  });

  test("is never opened under a name that C would cut short", () => {
    const { files, calls } = libcThat({});
    expect(textOf(files.read("a\0b"))).toBe("others read a\0b");
    files.write([{ path: "a\0b", bytes: bytes("x"), mode: 0o600 }]);
    expect(calls).toEqual(["others write a\0b x 600"]);
  });

  const key = { path: "key", bytes: bytes("secret"), mode: 0o600 };
  const looking = `open key\0 ${process.arch === "arm64" ? "12100000" : "12400000"} 0`;
  const temporary = `.cfssl-new-${process.pid}-1\0`;
  const making = `open ${temporary} ${process.arch === "arm64" ? "2100301" : "2400301"} 600`;

  test("is created beside its path, written in as many steps as it takes, and then renamed", () => {
    const { files, calls } = libcThat({ open: [-1], write: [3, 1] });
    files.write([key]);
    const writing = ["write 7 sec", "write 7 r", "write 7 et", "sync 7 2", "sync 7 7"];
    const looked = [looking, "close 7", "close 7"];
    expect(calls).toEqual([looking, making, ...writing, `rename ${temporary} key\0`, ...looked]);
  });

  test.each([
    ["does not open", { open: Array(20).fill(-1) }],
    ["breaks off", { open: [-1, 7, -1], write: [3, -1] }],
    ["takes no more", { open: [-1, 7, -1], write: [3, 0] }],
    ["does not reach the disk", { open: [-1, 7, -1], syncRange: [-1] }],
    ["does not get its name", { open: [-1, 7, -1], rename: [-1] }],
  ])("that %s is written completely by the others, and leaves nothing behind", (_, fails) => {
    const { files, calls } = libcThat(fails);
    files.write([key]);
    expect(calls.at(-1)).toBe("others write key secret 600");
    if (fails.open.length === 3) expect(calls.slice(-3, -1)).toEqual(["close 7", `unlink ${temporary}`]);
  });
});

test("files that another program changes meanwhile are written again, together", () => {
  // First there is no key, then the rename fails, and by then another key is there.
  const { files, calls } = libcThat({ open: [-1, 7, 7, 7, 7, 7], rename: [-1] });
  files.write([{ path: "key", bytes: bytes("secret"), mode: 0o600 }]);
  expect(calls.filter((call) => call.startsWith("others"))).toEqual([]);
  expect(calls.filter((call) => call.startsWith("rename"))).toHaveLength(2);
});

describe("output", () => {
  test("is written in as many steps as it takes", () => {
    const { files, calls } = libcThat({ write: [2] });
    files.print(1, bytes("line\n"));
    expect(calls).toEqual(["write 1 li", "write 1 ne\n"]);
  });

  test("is continued by the others where it breaks off", () => {
    const { files, calls } = libcThat({ write: [2, -1] });
    files.print(2, bytes("line\n"));
    expect(calls).toEqual(["write 2 li", "others print 2 ne\n"]);
  });
});

test("a read that breaks off keeps the bytes before", () => {
  const { bytes: read, isWhole } = readToEnd(libcThat({ read: [4, -1] }).libc, 0);
  expect({ read: textOf(read), isWhole }).toEqual({ read: "cont", isWhole: false });
});
