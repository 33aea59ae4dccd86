import { cfsslCertinfo } from "./programs.js";
import { runMain } from "./run.js";

runMain(cfsslCertinfo);
