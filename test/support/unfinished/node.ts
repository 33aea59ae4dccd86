import { runMain } from "../../../src/main/run.js";
import { unfinished } from "./program.js";

runMain(unfinished);
