import type { Host } from "../cli/host.js";
import { runMain } from "./run.js";

runMain(async (host: Host) => {
  host.stderr("No certificate is given.\n");
  return 0;
});
