import { subjectCases } from "./cases/subject.js";
import { replay } from "./replay.js";

replay(subjectCases);
