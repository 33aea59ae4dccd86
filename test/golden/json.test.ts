import { jsonCases } from "./cases/json.js";
import { replay } from "./replay.js";

replay(jsonCases);
