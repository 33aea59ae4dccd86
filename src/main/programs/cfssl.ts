import { main } from "../../cli/programs/cfssl.js";
import { type Program, run } from "../program.js";

/** The program `cfssl`. */
export const cfssl: Program = (host) => run(host, (release) => main(host, release));
