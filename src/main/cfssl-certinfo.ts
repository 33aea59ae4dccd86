import { cfsslCertinfo } from "./programs/cfssl-certinfo.js";
import { runMain } from "./run.js";

runMain(cfsslCertinfo);
