import { commandCases } from "./cases/commands.js";
import { replay } from "./replay.js";

replay(commandCases);
