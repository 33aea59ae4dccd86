import type { LibC } from "../../../src/host/bun/libc.js";
import { createLibcFiles, readToEnd } from "../../../src/host/bun/libc-files.js";
import type { Files } from "../../../src/host/files.js";

const octets = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A C library with one file, whose calls give what the table says, one after the other, and then succeed. */
function libcThat(fails: Partial<Record<keyof LibC, readonly number[]>>, content = "content") {
  const calls: string[] = [];
  const answers = { open: [...(fails.open ?? [])], read: [...(fails.read ?? [])], write: [...(fails.write ?? [])] };
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
      const part = octets(content).subarray(at, at + wanted);
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
    exit: (code) => void calls.push(`exit ${code}`),
  };
  const others: Files = {
    tryRead: () => null,
    read: (path) => octets(`others read ${path}`),
    write: (path, bytes, mode) => void calls.push(`others write ${path} ${textOf(bytes)} ${mode.toString(8)}`),
    print: (descriptor, bytes) => void calls.push(`others print ${descriptor} ${textOf(bytes)}`),
  };
  return { libc, calls, files: createLibcFiles(libc, () => others) };
}

describe("a file", () => {
  test("is opened for reading alone, and closed", () => {
    const { files, calls } = libcThat({});
    expect(textOf(files.read("a"))).toBe("content");
    expect(calls).toEqual(["open a\0 2000000 0", "close 7"]);
  });

  test.each([
    [10, "0123456789"],
    [9, null],
  ])("of ten octets is read when %d are allowed: %j", (most, content) => {
    const { files, calls } = libcThat({}, "0123456789");
    const found = files.tryRead("a", most);
    expect(found && textOf(found)).toBe(content);
    expect(calls).toEqual(["open a\0 2000000 0", "close 7"]);
  });

  test("of any length is read to its end, however few octets come at once", () => {
    const long = "0123456789".repeat(10_000);
    const { files } = libcThat({ read: [1, 2, 3, 8000] }, long);
    expect(textOf(files.read("a"))).toBe(long);
  });

  test.each([
    ["does not open", { open: [-1] }],
    ["breaks off", { read: [3, -1] }],
  ])("that %s is read by the others, which say why", (_, fails) => {
    expect(textOf(libcThat(fails).files.read("a"))).toBe("others read a");
    expect(libcThat(fails).files.tryRead("a")).toBeNull();
  });

  test("is never looked for under a name that C would cut short", () => {
    const { files, calls } = libcThat({});
    expect(textOf(files.read("a\0b"))).toBe("others read a\0b");
    files.write("a\0b", octets("x"), 0o600);
    expect(calls).toEqual(["others write a\0b x 600"]);
  });

  test("is made or emptied, written in as many steps as it takes, and closed", () => {
    const { files, calls } = libcThat({ write: [3, 1] });
    files.write("key", octets("secret"), 0o600);
    expect(calls).toEqual(["open key\0 2001101 600", "write 7 sec", "write 7 r", "write 7 et", "close 7"]);
  });

  test.each([
    ["does not open", { open: [-1] }, []],
    ["breaks off", { write: [3, -1] }, ["write 7 sec", "close 7"]],
    ["takes no more", { write: [3, 0] }, ["write 7 sec", "close 7"]],
    ["does not close", { close: [-1] }, ["write 7 secret", "close 7"]],
  ])("that %s is written by the others, whole", (_, fails, before) => {
    const { files, calls } = libcThat(fails);
    files.write("key", octets("secret"), 0o600);
    expect(calls.slice(1)).toEqual([...before, "others write key secret 600"]);
  });
});

describe("what is printed", () => {
  test("is written in as many steps as it takes", () => {
    const { files, calls } = libcThat({ write: [2] });
    files.print(1, octets("line\n"));
    expect(calls).toEqual(["write 1 li", "write 1 ne\n"]);
  });

  test("goes on with the others from where it breaks off", () => {
    const { files, calls } = libcThat({ write: [2, -1] });
    files.print(2, octets("line\n"));
    expect(calls).toEqual(["write 2 li", "others print 2 ne\n"]);
  });
});

test("a descriptor that breaks off has what came before", () => {
  const { octets: read, isWhole } = readToEnd(libcThat({ read: [4, -1] }).libc, 0);
  expect({ read: textOf(read), isWhole }).toEqual({ read: "cont", isWhole: false });
});
