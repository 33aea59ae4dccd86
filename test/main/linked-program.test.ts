import { copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { programLinkedAs } from "../../src/main/linked-program.js";

let room = "";
beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), "cfssl-ts-links-"));
  for (const folder of ["bin", "links"]) mkdirSync(join(room, folder));
  writeFileSync(join(room, "bin", "cfssl"), "", { mode: 0o755 });
  for (const name of ["cfssljson", "cfssl-certinfo"]) linkSync(join(room, "bin", "cfssl"), join(room, "bin", name));
  copyFileSync(join(room, "bin", "cfssl"), join(room, "bin", "copy"));
  const links = [
    ["cfjson", join(room, "bin", "cfssljson")],
    ["certinfo", "../bin/cfssl-certinfo"],
    ["again", "cfjson"],
    ["copy", "../bin/cfssljson"],
    ["cfssl-certinfo", "../bin/cfssl"],
    ["through", "cfssl-certinfo"],
    ["ring", "ring"],
  ] as const;
  for (const [name, target] of links) symlinkSync(target, join(room, "links", name));
});
afterAll(() => rmSync(room, { recursive: true }));

test.each([
  ["a link", "cfjson", "cfssljson"],
  ["a link with a relative target", "certinfo", "cfssl-certinfo"],
  ["a link to a link", "again", "cfssljson"],
  ["a link to a link whose name differs from the file that runs", "through", "cfssl-certinfo"],
])("%s leads to the program that it names", (_, name, program) => {
  const executable = join(room, "bin", "cfssl");
  expect(programLinkedAs(join(room, "links", name), "", executable)).toBe(program);
  expect(programLinkedAs(name, `/nonexistent${delimiter}${join(room, "links")}`, executable)).toBe(program);
});

test("a name without a folder is looked up in PATH, as a shell does", () => {
  const [bin, links] = [join(room, "bin"), join(room, "links")];
  expect(programLinkedAs("copy", `${bin}${delimiter}${links}`, join(bin, "copy"))).toBeNull();
  expect(programLinkedAs("copy", `${links}${delimiter}${bin}`, join(bin, "cfssljson"))).toBe("cfssljson");
});

test("if no link names a program, the file that runs decides", () => {
  const ring = join(room, "links", "ring");
  expect(programLinkedAs(ring, "", "/opt/cfssl-certinfo")).toBe("cfssl-certinfo");
  expect(programLinkedAs("sh", "", "/opt/cfssljson")).toBe("cfssljson");
  expect(programLinkedAs("sh", "", "/opt/tool")).toBeNull();
});
