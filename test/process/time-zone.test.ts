import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const hour = 3_600_000;

/** The time stamp of a log line under a time zone, read as if it were UTC. */
async function stamp(zone: string): Promise<number> {
  const { stderr } = await withFolder((folder) =>
    runShell("cfssl genkey -", { cwd: folder, programs, env: { TZ: zone }, stdin: "{}" }),
  );
  return Date.parse(`${stderr.slice(0, 19).replaceAll("/", "-").replace(" ", "T")}Z`);
}

// Go knows names of time zones and takes anything else for UTC, even what POSIX allows in TZ.
test.each([
  ["Asia/Shanghai", 8],
  [":Asia/Shanghai", 8],
  ["Etc/GMT-14", 14],
  ["CST-8", 0],
  ["UTC+3", 0],
  ["GMT0", 0],
  ["nowhere", 0],
  ["/dev/zero", 0],
])("under TZ=%s the stamps of log lines are %d hours from UTC", async (zone, hours) => {
  // The clock may advance by a second between the two.
  expect(((await stamp(zone)) - (await stamp("UTC"))) / hour).toBeCloseTo(hours, 2);
});
