import { cfsslNewkey } from "../cli/programs/cfssl-newkey.js";
import { runMain } from "./run.js";

runMain(cfsslNewkey);
