import { cfssl } from "./programs/cfssl.js";
import { runMain } from "./run.js";

runMain(cfssl);
