import { programCalledAs } from "./called-as.js";

/** The standalone program is all three; each is loaded, and runs, when it is the one that was called. */
switch (programCalledAs(process.argv0)) {
  case "cfssljson":
    void import("./cfssljson.js");
    break;
  case "cfssl-certinfo":
    void import("./cfssl-certinfo.js");
    break;
  default:
    void import("./cfssl.js");
}
