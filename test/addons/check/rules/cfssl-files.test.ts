import { cfsslRows } from "../../support/rows/cfssl-files.js";
import { testRows } from "../../support/rows/row.js";

testRows(cfsslRows);
