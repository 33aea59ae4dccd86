import { spawn, spawnSync } from "node:child_process";

/** Whether this machine has what `runOnTerminal` needs. */
export const hasTerminals = spawnSync("python3", ["-c", "import pty, termios"]).status === 0;

/**
 * Starts the words after the size with the streams of a new terminal, copies what is shown there, and ends with the
 * program's exit code. A shell line can send single streams elsewhere.
 */
const onTerminal = `
import fcntl, os, pty, struct, sys, termios
columns, rows = int(sys.argv[1]), int(sys.argv[2])
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(sys.argv[4], sys.argv[4:])
typed = sys.argv[3].splitlines()
while True:
    try:
        shown = os.read(terminal, 4096)
    except OSError:
        break
    if not shown:
        break
    sys.stdout.buffer.write(shown)
    if typed and shown.endswith(b": "):
        os.write(terminal, typed.pop(0).encode() + b"\\r")
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

export interface Shown {
  readonly exitCode: number | null;
  /** What the terminal got, its line ends as line feeds. */
  readonly text: string;
}

/**
 * Runs a line of shell on a terminal of that size.
 *
 * @param typed the lines to type at questions, which end in a colon and a blank
 */
export function runOnTerminal(
  line: string,
  size: { readonly columns: number; readonly rows: number },
  env: Readonly<Record<string, string>>,
  typed: readonly string[] = [],
): Promise<Shown> {
  const words = ["-c", onTerminal, String(size.columns), String(size.rows), typed.join("\n"), "sh", "-c", line];
  return new Promise((resolve, reject) => {
    const child = spawn("python3", words, { env, stdio: ["ignore", "pipe", "inherit"], timeout: 60_000 });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, text: text.replaceAll("\r\n", "\n") }));
  });
}
