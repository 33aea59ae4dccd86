import { gencertCases } from "./cases/gencert.js";
import { replay } from "./replay.js";

replay(gencertCases);
