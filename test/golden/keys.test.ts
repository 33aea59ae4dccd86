import { keyCases } from "./cases/keys.js";
import { replay } from "./replay.js";

replay(keyCases);
