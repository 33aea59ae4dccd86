import type { TestCase } from "../../support/case.js";
import { bundleCases } from "./bundle.js";
import { certdbCases } from "./certdb.js";
import { certinfoCases } from "./certinfo.js";
import { cfssljsonCases } from "./cfssljson.js";
import { commandCases } from "./commands.js";
import { configCases } from "./config.js";
import { flagCases } from "./flags.js";
import { gencertCases } from "./gencert.js";
import { hostCases } from "./hosts.js";
import { jsonCases } from "./json.js";
import { keyCases } from "./keys.js";
import { ocspserveCases } from "./ocspserve.js";
import { ocspsignCases } from "./ocspsign.js";
import { profileCases } from "./profile.js";
import { scriptCases } from "./scripts.js";
import { signCases } from "./sign.js";
import { subjectCases } from "./subject.js";

/** All cases. Their goldens are in fixtures/golden. */
export const allCases: readonly TestCase[] = [
  ...certdbCases,
  ...bundleCases,
  ...certinfoCases,
  ...cfssljsonCases,
  ...commandCases,
  ...configCases,
  ...flagCases,
  ...gencertCases,
  ...hostCases,
  ...jsonCases,
  ...keyCases,
  ...ocspserveCases,
  ...ocspsignCases,
  ...profileCases,
  ...scriptCases,
  ...signCases,
  ...subjectCases,
];
