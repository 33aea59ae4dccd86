/** Upstream's log levels: a line is printed when its level is not below the one asked for with -loglevel. */
const levels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "FATAL"] as const;

export interface Logger {
  /** Whether debug lines are wanted: what only such a line would tell is not looked for otherwise. */
  readonly showsDebug: boolean;
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  critical(message: string): void;
  /** A line of another library's: without a level, and printed whatever the threshold. */
  plain(message: string): void;
}

/**
 * A logger of upstream's lines: `YYYY/MM/DD HH:MM:SS [LEVEL] message`.
 *
 * @param threshold the number given with -loglevel; 0 is DEBUG, 5 FATAL
 * @param stamp the moment of a line, in the user's time zone
 * @param write gets each line with its newline
 */
export function createLogger(threshold: bigint, stamp: () => string, write: (line: string) => void): Logger {
  const plain = (message: string) => write(`${stamp()} ${message}${message.endsWith("\n") ? "" : "\n"}`);
  const at = (level: number) => (message: string) => {
    if (BigInt(level) >= threshold) plain(`[${levels[level] ?? ""}] ${message}`);
  };
  const showsDebug = threshold <= 0n;
  return { showsDebug, debug: at(0), info: at(1), warning: at(2), error: at(3), critical: at(4), plain };
}

/**
 * A logger that keeps its lines until `flush`, for work that is done before its turn: they then go to `log`, in their
 * order, and so does what follows.
 */
export function bufferLog(log: Logger): { readonly held: Logger; flush(): void } {
  let waiting: (() => void)[] | null = [];
  const hold = (level: Exclude<keyof Logger, "showsDebug">) => (message: string) => {
    if (waiting) waiting.push(() => log[level](message));
    else log[level](message);
  };
  const held: Logger = {
    showsDebug: log.showsDebug,
    debug: hold("debug"),
    info: hold("info"),
    warning: hold("warning"),
    error: hold("error"),
    critical: hold("critical"),
    plain: hold("plain"),
  };
  return {
    held,
    flush() {
      const lines = waiting ?? [];
      waiting = null;
      for (const write of lines) write();
    },
  };
}

/** A logger that says nothing, for a library's caller who does not ask for one. */
export const silent: Logger = {
  showsDebug: false,
  debug() {},
  info() {},
  warning() {},
  error() {},
  critical() {},
  plain() {},
};
