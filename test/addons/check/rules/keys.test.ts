import { keyRows } from "../../support/rows/keys.js";
import { testRows } from "../../support/rows/row.js";

testRows(keyRows);
