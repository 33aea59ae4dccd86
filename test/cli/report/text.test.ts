import { reportText } from "../../../src/cli/report/text.js";
import { check } from "../../../src/index.js";
import { cfsslRows } from "../../addons/support/rows/cfssl-files.js";
import { hostRows } from "../../addons/support/rows/hosts.js";

const rows = [...cfsslRows, ...hostRows].filter(({ finds }) => finds !== undefined);

test.each(rows.map((row) => [row.rule, row.what, row] as const))(
  "the commands for %s in %s stand in the text as a shell reads them",
  async (_, __, { make, options }) => {
    const report = await check(await make(), options);
    const text = reportText(report, { width: 60, hasColor: false });
    const joined = text.replaceAll(/ \\\n {11}/g, " ");
    for (const { mend } of report.findings) {
      for (const command of mend.commands) expect(joined).toContain(`\n         ${command}\n`);
    }
  },
);
