import { main } from "../cfssljson/main.js";
import { runMain } from "./run.js";

runMain((host) => main(host, { version: "1.6.5", bundle: "nested" }, { showHelp: async () => host.stderr("Usage\n") }));
