import { cfsslBundle } from "../cli/programs/cfssl-bundle.js";
import { runMain } from "./run.js";

runMain(cfsslBundle);
