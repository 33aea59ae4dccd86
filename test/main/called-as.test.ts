import { programCalledAs } from "../../src/main/called-as.js";

test.each([
  ["cfssl", "cfssl"],
  ["./cfssl_1.6.5_linux_amd64", "cfssl"],
  ["cfssl_linux-amd64", "cfssl"],
  ["/opt/cfssljson/bin/cfssl", "cfssl"],
  ["cfssl-1.2", "cfssl"],
  ["anything-else", null],
  ["/usr/lib/cfssl/cfjson", null],
  ["", null],
  ["cfssljson", "cfssljson"],
  ["cfssl-json", "cfssljson"],
  ["/usr/local/bin/cfssljson", "cfssljson"],
  ["cfssljson_1.6.5_darwin_arm64", "cfssljson"],
  ["cfssljson_linux-amd64", "cfssljson"],
  ["C:\\tools\\CfsslJson.EXE", "cfssljson"],
  ["cfssl-certinfo", "cfssl-certinfo"],
  ["../cfssl-certinfo_linux-amd64", "cfssl-certinfo"],
  ["cfssl-certinfo_1.6.5_windows_amd64.exe", "cfssl-certinfo"],
  ["cfssl-bundle", "cfssl-bundle"],
  ["cfssl-bundle_1.6.5_linux_amd64", "cfssl-bundle"],
  ["/usr/bin/cfssl-newkey", "cfssl-newkey"],
  ["mkbundle", "mkbundle"],
  ["mkbundle_1.6.5_linux_amd64", "mkbundle"],
  ["cfssl-mkbundle", "mkbundle"],
])("the standalone program called as %j is %s", (path, program) => {
  expect(programCalledAs(path)).toBe(program);
});
