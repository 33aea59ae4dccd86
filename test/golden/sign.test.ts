import { signCases } from "./cases/sign.js";
import { replay } from "./replay.js";

replay(signCases);
