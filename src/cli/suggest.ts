/** A longer word is no typing mistake, and comparing it takes long. */
const longestWord = 64;

/**
 * The name that `word` was probably meant to be, or null: the only name that begins with the word, or the nearest one
 * by edit distance. Yargs finds the nearest, but accepts any three edits, so that "zzz" becomes "ca". Therefore yargs
 * gets only names that share at least two thirds of the letters.
 */
export async function suggest(word: string, names: readonly string[]): Promise<string | null> {
  // Yargs would take a word with a dash for a flag.
  const typed = word.toLowerCase().replace(/^-+/, "");
  if (names.includes(typed)) return typed;
  if (typed === "" || typed.length > longestWord) return null;
  const [begun, ...more] = typed.length < 3 ? [] : names.filter((name) => name.startsWith(typed));
  if (begun !== undefined && more.length === 0) return begun;
  const near = names.filter((name) => strayLetters(typed, name) * 3 <= Math.max(typed.length, name.length));
  return near.length === 0 ? null : recommend(typed, near);
}

/** How many letters of the longer word the other one lacks. */
function strayLetters(one: string, other: string): number {
  const left = [...other];
  for (const letter of one) {
    const at = left.indexOf(letter);
    if (at >= 0) left.splice(at, 1);
  }
  return Math.max(one.length, other.length) - (other.length - left.length);
}

async function recommend(word: string, names: readonly string[]): Promise<string | null> {
  const { default: yargs } = await loadYargs();
  const cli = yargs([], "/").scriptName("").locale("en").help(false).version(false);
  for (const name of names) cli.command(name, "");
  let found: string | null = null;
  cli
    .parserConfiguration({ "parse-positional-numbers": false })
    .recommendCommands()
    .strictCommands()
    .updateStrings({ "Did you mean %s?": "%s" })
    .exitProcess(false)
    .fail((message) => {
      if (names.includes(message)) found = message;
    });
  await cli.parseAsync([word]);
  return found;
}

/** Yargs asks for the working folder while it loads. That may have been deleted, and nothing here depends on it. */
async function loadYargs() {
  const { cwd } = process;
  process.cwd = () => "/";
  try {
    return await import("yargs");
  } finally {
    process.cwd = cwd;
  }
}
