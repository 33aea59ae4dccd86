import { configCases } from "./cases/config.js";
import { replay } from "./replay.js";

replay(configCases);
