import { runStandalone } from "../../../src/main/run-standalone.js";
import { unfinished } from "./program.js";

void runStandalone("unfinished", async () => unfinished);
