import type { Host } from "../host/host.js";

const widest = 120;
const narrowest = 40;
/** The width for files, pipes, and terminals that do not know their size. */
const usual = 80;

/**
 * The width of help on standard error: the terminal's, or a smaller one from COLUMNS. Lines of more than 120 columns
 * are hard to read, and tables do not work in fewer than 40.
 */
export function helpWidth(host: Pick<Host, "env" | "terminal">): number {
  const columns = host.terminal()?.columns ?? 0;
  const variable = host.env("COLUMNS") ?? "";
  const wanted = /^[1-9]\d{0,4}$/.test(variable) ? Number(variable) : 0;
  const width = columns > 0 && wanted > 0 ? Math.min(columns, wanted) : columns || wanted || usual;
  return Math.min(Math.max(width, narrowest), widest);
}
