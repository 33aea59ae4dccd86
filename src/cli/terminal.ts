import type { Host } from "../host/host.js";

const widest = 120;
const narrowest = 40;
/** For files, pipes, and terminals that do not know their size. */
const usual = 80;

/**
 * How many columns help takes on standard error: the terminal's, or those that COLUMNS wants if these are fewer. Lines
 * of more than 120 columns are hard to read, and below 40 columns nothing is laid out well.
 */
export function helpWidth(host: Pick<Host, "env" | "terminal">): number {
  const columns = host.terminal()?.columns ?? 0;
  const variable = host.env("COLUMNS") ?? "";
  const wanted = /^[1-9]\d{0,4}$/.test(variable) ? Number(variable) : 0;
  const width = columns > 0 && wanted > 0 ? Math.min(columns, wanted) : columns || wanted || usual;
  return Math.min(Math.max(width, narrowest), widest);
}
