import { hostCases } from "./cases/hosts.js";
import { replay } from "./replay.js";

replay(hostCases);
