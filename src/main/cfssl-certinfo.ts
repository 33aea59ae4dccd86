import { cfsslCertinfo } from "../cli/programs/cfssl-certinfo.js";
import { runMain } from "./run.js";

runMain(cfsslCertinfo);
