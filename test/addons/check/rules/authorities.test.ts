import { authorityRows } from "../../support/rows/authorities.js";
import { testRows } from "../../support/rows/row.js";

testRows(authorityRows);
