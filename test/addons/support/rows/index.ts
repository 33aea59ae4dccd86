import { authorityRows } from "./authorities.js";
import { cfsslRows } from "./cfssl-files.js";
import { dateRows } from "./dates.js";
import { fileRows } from "./files.js";
import { hostRows } from "./hosts.js";
import { keyRows } from "./keys.js";
import { roleRows } from "./roles.js";
import type { Row } from "./row.js";

/** The rows of all rules. */
export const allRows: readonly Row[] = [
  ...fileRows,
  ...keyRows,
  ...dateRows,
  ...authorityRows,
  ...roleRows,
  ...hostRows,
  ...cfsslRows,
];
