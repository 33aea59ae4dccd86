import { main } from "../cfssljson/main.js";
import { program } from "./programs.js";
import { runMain } from "./run.js";

runMain(
  program((host, { cfssljson }) =>
    main(host, cfssljson, {
      async showHelp(page) {
        const { renderHelp } = await import("../cli/help.js");
        host.stderr(await renderHelp(page));
      },
    }),
  ),
);
