import { cfssljson } from "./programs/cfssljson.js";
import { runMain } from "./run.js";

runMain(cfssljson);
