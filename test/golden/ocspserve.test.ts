import { ocspserveCases } from "./cases/ocspserve.js";
import { replay } from "./replay.js";

replay(ocspserveCases);
