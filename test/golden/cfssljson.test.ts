import { cfssljsonCases } from "./cases/cfssljson.js";
import { replay } from "./replay.js";

replay(cfssljsonCases);
