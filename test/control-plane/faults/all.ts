import { authorities } from "./authorities.js";
import { certificates } from "./certificates.js";
import { contents } from "./contents.js";
import type { Fault } from "./fault.js";

/** Every fault that a component was made to meet. */
export const faults: readonly Fault[] = [...certificates, ...authorities, ...contents];
