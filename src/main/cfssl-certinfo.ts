import { main } from "../certinfo/main.js";
import { program } from "./programs.js";
import { runMain } from "./run.js";

runMain(
  program((host, { certinfo, certinfoFlags, certinfoTargets }) =>
    main(host, { rules: certinfo, flags: certinfoFlags, targets: certinfoTargets }),
  ),
);
