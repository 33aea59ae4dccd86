import { createBunHost } from "../cli/bun-host.js";
import { programCalledAs } from "./called-as.js";
import { cfssl, cfsslCertinfo, cfssljson } from "./programs.js";

/** The standalone program is all three: it is the one that it was called as. */
const called = process.argv0;
const program = { cfssl, cfssljson, "cfssl-certinfo": cfsslCertinfo }[programCalledAs(called)];
const [, , ...words] = process.argv;
void program(createBunHost(words, called)).then((code) => {
  process.exitCode = code;
});
