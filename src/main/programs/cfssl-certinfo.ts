import { main } from "../../cli/programs/cfssl-certinfo.js";
import { type Program, run } from "../program.js";

/** The program `cfssl-certinfo`. */
export const cfsslCertinfo: Program = (host) =>
  run(host, ({ certinfo, certinfoFlags, certinfoTargets }) =>
    main(host, { rules: certinfo, flags: certinfoFlags, targets: certinfoTargets }),
  );
