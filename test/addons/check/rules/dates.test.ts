import { dateRows } from "../../support/rows/dates.js";
import { testRows } from "../../support/rows/row.js";

testRows(dateRows);
