import { certinfoCases } from "./cases/certinfo.js";
import { replay } from "./replay.js";

replay(certinfoCases);
