import { cfssljson } from "../cli/programs/cfssljson.js";
import { runMain } from "./run.js";

runMain(cfssljson);
