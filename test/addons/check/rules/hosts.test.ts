import { hostRows } from "../../support/rows/hosts.js";
import { testRows } from "../../support/rows/row.js";

testRows(hostRows);
