/** Upstream's log levels. -loglevel gives the lowest level to print. */
const levels = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "FATAL"] as const;

export interface Logger {
  /** Whether debug lines are printed. If not, skip work done only for them. */
  readonly showsDebug: boolean;
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  critical(message: string): void;
  /** Prints a line of another library: without a level, at any threshold. */
  plain(message: string): void;
}

/**
 * Makes a logger of upstream's lines: `YYYY/MM/DD HH:MM:SS [LEVEL] message`.
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
 * Makes a logger that holds its lines back until `flush`, for work done ahead of its turn. `flush` passes them to `log`
 * in order; later lines go there directly.
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

/** A logger that drops every line: the library's default. */
export const silent: Logger = {
  showsDebug: false,
  debug() {},
  info() {},
  warning() {},
  error() {},
  critical() {},
  plain() {},
};
