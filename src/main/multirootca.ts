import { multirootca } from "../cli/programs/multirootca.js";
import { runMain } from "./run.js";

runMain(multirootca);
