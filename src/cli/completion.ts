import { type HelpPage, layOut, option } from "./help.js";

/** Completions for the last of `words`, which follow the page's name. */
export async function completions(page: HelpPage, words: readonly string[]): Promise<readonly string[]> {
  const cli = await layOut(page);
  for (const flag of page.flags) cli.option(flag.name, option(flag));
  return cli.getCompletion([...words]);
}

/** The script that teaches a shell to complete the command line of `page`. */
export async function completionScript(page: HelpPage): Promise<string> {
  const cli = await layOut(page);
  let script = "";
  const { log } = console;
  console.log = (text: string) => {
    script += `${text}\n`;
  };
  try {
    cli.completion("completion").showCompletionScript();
  } finally {
    console.log = log;
  }
  return script;
}
