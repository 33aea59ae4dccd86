import { cfssl } from "./programs.js";
import { runMain } from "./run.js";

runMain(cfssl);
