import { mkbundle } from "../cli/programs/mkbundle.js";
import { runMain } from "./run.js";

runMain(mkbundle);
