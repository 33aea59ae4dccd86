import { fileRows } from "../../support/rows/files.js";
import { testRows } from "../../support/rows/row.js";

testRows(fileRows);
