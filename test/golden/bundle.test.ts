import { bundleCases } from "./cases/bundle.js";
import { replay } from "./replay.js";

replay(bundleCases);
