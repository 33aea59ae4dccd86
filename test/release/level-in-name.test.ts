import { levelInName } from "../../src/release/level-in-name.js";

test.each([
  ["cfssl-1.2", "1.2"],
  ["cfssl_1.2", "1.2"],
  ["/opt/bin/cfssljson-1.2", "1.2"],
  ["./cfssl-certinfo-1.2", "1.2"],
  ["cfssl-1.2.0", "1.2"],
  ["C:\\tools\\CFSSL-1.2.EXE", "1.2"],
  ["cfjson-1.2", "1.2"],
  ["cfssl-1.6", "1.6"],
  ["cfssl_1.6.5", "1.6"],
  ["cfssl", undefined],
  ["cfssl-1.5", undefined],
  ["cfssl1.2", undefined],
  ["cfssl-11.2", undefined],
  ["/opt/cfssl-1.2/cfssl", undefined],
  ["cfssl_1.2.0_linux_amd64", undefined],
  ["", undefined],
])("the name %j asks for the level %s", (name, level) => {
  expect(levelInName(name)).toBe(level);
});
