import { roleRows } from "../../support/rows/roles.js";
import { testRows } from "../../support/rows/row.js";

testRows(roleRows);
