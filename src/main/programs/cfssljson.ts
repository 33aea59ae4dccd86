import { main } from "../../cli/programs/cfssljson.js";
import { type Program, run } from "../program.js";

/** The program `cfssljson`. */
export const cfssljson: Program = (host) =>
  run(host, (release) =>
    main(host, release.cfssljson, {
      async showHelp(page) {
        const { renderHelp } = await import("../../cli/help.js");
        host.stderr(await renderHelp(page));
      },
    }),
  );
