import { cfssl } from "../../../src/cli/programs/cfssl.js";
import { createFakeHost } from "../../support/fake-host.js";

const all = ["-db-config", "db.json", "-ca", "ca.pem", "-responder", "ca.pem", "-responder-key", "ca-key.pem"];
const without = (flag: string) => all.filter((_, at) => all[at - (at % 2)] !== flag);

test.each([
  [without("-db-config"), "-live needs -db-config"],
  [without("-ca"), "-live needs -ca"],
  [without("-responder"), "-live needs -responder"],
  [without("-responder-key"), "-live needs -responder-key"],
  [[...all, "-interval", "0"], "-live needs an -interval of a second or more, such as 1h"],
  [[...all, "-interval", "-1h"], "-live needs an -interval of a second or more, such as 1h"],
  [all, "open ca.pem: no such file or directory"],
])("ocspserve -live %j says what it needs", async (flags, text) => {
  const host = createFakeHost({ args: ["ocspserve", "-live", ...flags] });
  expect(await cfssl(host)).toBe(1);
  expect(host.printed().stderr.toString()).toBe(`${text}\n`);
});
