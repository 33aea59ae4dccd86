import { profileCases } from "./cases/profile.js";
import { replay } from "./replay.js";

replay(profileCases);
