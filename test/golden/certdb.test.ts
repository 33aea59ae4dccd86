import { certdbCases } from "./cases/certdb.js";
import { replay } from "./replay.js";

replay(certdbCases);
