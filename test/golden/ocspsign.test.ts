import { ocspsignCases } from "./cases/ocspsign.js";
import { replay } from "./replay.js";

replay(ocspsignCases);
