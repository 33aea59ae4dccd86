import { createLogger, type Logger } from "../../cfssl/log.js";
import type { Host } from "../../host/host.js";

/** The log of a server. */
export interface ServerLog {
  readonly log: Logger;
  /** Writes what waits. To be called before somebody else writes to standard error. */
  flush(): void;
}

/**
 * Makes the log of a server. Lines are written together, a millisecond after the first of them, in their order and never
 * in parts; a moment is formatted once a second. A server that does little besides logging, as for `info`, answers half as
 * many requests again: writing a line took half of its time.
 */
export function createServerLog(
  threshold: bigint,
  host: Pick<Host, "stderr" | "wait" | "now" | "localTime">,
): ServerLog {
  let waiting = "";
  const flush = () => {
    const lines = waiting;
    waiting = "";
    if (lines !== "") host.stderr(lines);
  };
  const write = (line: string) => {
    if (waiting === "") void host.wait(0).then(flush);
    waiting += line;
  };
  return { log: createLogger(threshold, stampOf(host), write), flush };
}

function stampOf(host: Pick<Host, "now" | "localTime">): () => string {
  let second = -1;
  let text = "";
  return () => {
    const current = Math.floor(host.now() / 1000);
    if (current !== second) {
      second = current;
      text = host.localTime(current * 1000);
    }
    return text;
  };
}
