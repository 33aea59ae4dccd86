import { nameRuntime } from "../../src/host/node/node-host.js";

test.each([
  [{ node: "20.20.2", v8: "11.3.244.8" }, "node20.20.2"],
  [{ node: "24.3.0", bun: "1.4.5" }, "bun1.4.5"],
  [{ node: "24.9.0", deno: "2.9.6" }, "deno2.9.6"],
])("the versions %j are those of %s", (versions, name) => {
  expect(nameRuntime(versions)).toBe(name);
});
