import { StringDecoder } from "node:string_decoder";

const interrupt = "\u0003";
const endOfInput = "\u0004";
const clearLine = "\u0015";
const backspaces = ["\b", "\u007f"];

/** See Host.askSecret. The question goes to standard error, and the answer comes from standard input. */
export async function askSecret(question: string): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return null;
  // First, so that nothing is shown that is typed as soon as the question stands there.
  stdin.setRawMode(true);
  stderr.write(question);
  try {
    const line = await readLine(stdin);
    stderr.write("\n");
    if (line !== null) return line;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
  }
  process.exit(130);
}

/** Reads a line as a terminal edits it; null if the user gave up. */
function readLine(stdin: NodeJS.ReadStream): Promise<string | null> {
  const decoder = new StringDecoder("utf8");
  let line: string[] = [];
  return new Promise((resolve) => {
    const end = (answer: string | null) => {
      stdin.off("data", read);
      stdin.off("end", close);
      resolve(answer);
    };
    const close = () => end(null);
    const read = (data: Uint8Array) => {
      const keys = [...decoder.write(Buffer.from(data))];
      for (const [at, key] of keys.entries()) {
        if (key === "\r" || key === "\n") {
          end(line.join(""));
          // Pasted lines come at once: the next one answers the next question.
          if (at + 1 < keys.length) stdin.unshift(keys.slice(at + 1).join(""), "utf8");
          return;
        }
        if (key === interrupt || (key === endOfInput && line.length === 0)) return end(null);
        if (key === clearLine) line = [];
        else if (backspaces.includes(key)) line.pop();
        else if (key >= " ") line.push(key);
      }
    };
    stdin.on("data", read);
    stdin.on("end", close);
    stdin.resume();
  });
}
