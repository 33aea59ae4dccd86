import { cfssl } from "../cli/programs/cfssl.js";
import { runMain } from "./run.js";

runMain(cfssl);
