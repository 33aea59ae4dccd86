import { flagCases } from "./cases/flags.js";
import { replay } from "./replay.js";

replay(flagCases);
