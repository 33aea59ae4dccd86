import type { Host } from "../../host/host.js";
import type { IssuingRules } from "../../release/release.js";
import { complete } from "./complete.js";
import type { Grammar } from "./grammar.js";
import { configuredProfiles } from "./profiles.js";
import { shells } from "./shells.js";
import { splitLine } from "./typed-line.js";

/**
 * Answers the script of a shell, which asks by variables: CFSSL_COMPLETE is the shell, CFSSL_COMPLETE_LINE the command line
 * up to the cursor, CFSSL_COMPLETE_REST what is after it, and CFSSL_COMPLETE_WORD the part of a word that bash replaces.
 *
 * @returns the exit code; null if nobody asks
 */
export async function answerShell(host: Host, rules: IssuingRules, grammar: Grammar): Promise<number | null> {
  const shell = shells[host.env("CFSSL_COMPLETE") ?? ""];
  const line = host.env("CFSSL_COMPLETE_LINE");
  if (!shell || line === undefined) return null;
  const { words, last } = splitLine(line, shell.quoting, host.env);
  // A letter and the open quote stand for the current word, whose end the rest begins with.
  const rest = splitLine(`${last.quote}x${host.env("CFSSL_COMPLETE_REST") ?? ""}`, shell.quoting, host.env);
  const typed = {
    before: words.slice(programAt(words) + 1),
    current: last.value,
    after: [...rest.words, rest.last.value].slice(1),
  };
  const answer = last.isRedirection
    ? { lead: "", candidates: [], files: { is: "file" as const, endings: [] }, hint: "" }
    : await complete(grammar, typed, {
        profiles: (path) => configuredProfiles(path, host, rules),
        variables: () => host.variables().filter(isPlainName),
        filePrefixes: rules.filePrefixes,
      });
  const candidates = answer.candidates.filter(({ value }) => isPrintable(value));
  const place = { last, part: last.value.slice(answer.lead.length), replaced: host.env("CFSSL_COMPLETE_WORD") ?? "" };
  host.stdout(shell.format({ ...answer, candidates }, { ...place, home: host.env("HOME") ?? "" }));
  return 0;
}

/** Where the program's own name is: other words may come first, as in `command cfssl` and `A=b cfssl`. */
function programAt(words: readonly string[]): number {
  const at = words.findIndex((word) => /(?:^|[/\\])cfssl[^/\\]*$/i.test(word));
  return Math.max(at, 0);
}

/** Shells export functions too, under names that no flag could say. Our own questions are no answer. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !name.startsWith("CFSSL_COMPLETE");
}

/** Whether a text may go to a terminal: no control or formatting characters, no halves of characters. */
function isPrintable(text: string): boolean {
  return text !== "" && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text);
}
