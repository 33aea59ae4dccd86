import { cfssljson } from "./programs.js";
import { runMain } from "./run.js";

runMain(cfssljson);
