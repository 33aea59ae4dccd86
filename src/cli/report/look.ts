import type { Host } from "../../host/host.js";

/** How a report looks: its width in columns, and whether it has colors. */
export interface Look {
  readonly width: number;
  readonly hasColor: boolean;
}

/** The look for where standard output goes. Lines of more than 120 columns are hard to read. */
export function lookOf(host: Host): Look {
  const terminal = host.outputTerminal();
  const columns = terminal?.columns || 80;
  const hasColor = terminal !== null && !host.env("NO_COLOR") && host.env("TERM") !== "dumb";
  return { width: Math.min(Math.max(columns, 40), 120), hasColor };
}
