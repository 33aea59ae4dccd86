import { expandText, expandWord, type Values } from "./expand.js";
import { createEffort, readTokens, type Token } from "./lex.js";

/** A command as it would be called. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly line: number;
  /** What a here-document gives it to read. */
  readonly input: string | null;
  /** The file that it reads or writes instead of its input and output. */
  readonly inputFile: string | null;
  readonly outputFile: string | null;
}

/** Commands of which each reads what the one before it prints. */
export type Pipeline = readonly ShellCommand[];

/** A script that does more is no script for a cluster. */
const mostSteps = 5000;
const mostDepth = 8;

/** Words that begin or end a part of a program; what is between them is run once, as if all conditions held. */
const reserved = new Set([
  "then",
  "do",
  "done",
  "else",
  "elif",
  "if",
  "fi",
  "while",
  "until",
  "esac",
  "{",
  "}",
  "!",
  "time",
]);
const declaring = new Set(["export", "local", "readonly", "declare", "typeset"]);

/**
 * The pipelines that a script runs, in their order. Loops over words are run for each; both branches of a condition
 * are, and other loops once. Nothing is executed.
 *
 * @param isScript see readTokens
 */
export function readPipelines(text: string, isScript: boolean): readonly Pipeline[] {
  const run = new Run(readTokens(text, isScript));
  run.all();
  return run.pipelines;
}

class Run implements Values {
  readonly pipelines: Pipeline[] = [];
  readonly effort = createEffort();
  readonly #tokens: readonly Token[];
  readonly #variables = new Map<string, readonly string[]>();
  readonly #functions = new Map<string, readonly [from: number, to: number]>();
  readonly #arguments: (readonly string[])[] = [];
  #steps = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  all(): void {
    this.#range(0, this.#tokens.length);
  }

  get(name: string): readonly string[] | null {
    const given = this.#arguments.at(-1);
    if (name === "@" || name === "*") return given ?? null;
    if (/^[1-9]$/.test(name)) return given ? given.slice(Number(name) - 1, Number(name)) : null;
    return this.#variables.get(name) ?? null;
  }

  #text(at: number): string {
    const token = this.#tokens[at];
    return token?.kind === "newline" ? "\n" : (token?.text ?? "");
  }

  #isWord(at: number, text?: string): boolean {
    const token = this.#tokens[at];
    return token?.kind === "word" && (text === undefined || token.text === text);
  }

  #range(from: number, to: number): void {
    for (let at = from; at < to && this.#steps < mostSteps; ) {
      if (!this.#isWord(at) || reserved.has(this.#text(at))) at++;
      else if (this.#isWord(at, "for")) at = this.#loop(at, to);
      else if (this.#isWord(at, "function") || (this.#text(at + 1) === "(" && this.#text(at + 2) === ")")) {
        at = this.#define(at, to);
      } else at = this.#pipeline(at, to);
    }
  }

  /** Runs a loop; answers the place after it. */
  #loop(at: number, to: number): number {
    const name = this.#text(at + 1);
    let next = at + 2;
    const words: string[] = [];
    const isList = this.#isWord(next, "in");
    for (next++; isList && next < to && this.#isWord(next); next++) {
      for (const field of expandWord(this.#text(next), this)) words.push(field);
    }
    while (next < to && !this.#isWord(next, "do")) next++;
    const end = this.#matching(next + 1, to, ["do"], "done");
    if (!isList || !/^\w+$/.test(name)) {
      this.#range(next + 1, end);
      return end + 1;
    }
    for (const word of words) {
      this.#variables.set(name, [word]);
      this.#range(next + 1, end);
    }
    return end + 1;
  }

  #define(at: number, to: number): number {
    const start = this.#isWord(at, "function") ? at + 1 : at;
    let next = start + 1;
    while (next < to && this.#text(next) !== "{" && this.#text(next) !== "\n") next++;
    while (this.#text(next) === "\n") next++;
    if (this.#text(next) !== "{") return next;
    const end = this.#matching(next + 1, to, ["{"], "}");
    this.#functions.set(this.#text(start), [next + 1, end]);
    return end + 1;
  }

  #matching(from: number, to: number, opening: readonly string[], closing: string): number {
    let depth = 1;
    for (let at = from; at < to; at++) {
      if (!this.#isWord(at)) continue;
      if (opening.includes(this.#text(at))) depth++;
      else if (this.#text(at) === closing && --depth === 0) return at;
    }
    return to;
  }

  #pipeline(from: number, to: number): number {
    const commands: ShellCommand[] = [];
    for (let at = from; at < to; ) {
      const { command, next } = this.#command(at, to);
      if (command) commands.push(command);
      at = next;
      if (this.#text(at) !== "|" && this.#text(at) !== "|&") {
        this.#finish(commands);
        return Math.max(at, from + 1);
      }
      at++;
      while (this.#text(at) === "\n") at++;
      if (reserved.has(this.#text(at)) || this.#text(at) === "(") {
        this.#finish(commands);
        return at;
      }
    }
    this.#finish(commands);
    return to;
  }

  #finish(commands: readonly ShellCommand[]): void {
    if (commands.length === 0) return;
    this.#steps++;
    this.pipelines.push(commands);
    for (const { words } of commands) {
      const body = this.#functions.get(words[0] ?? "");
      if (!body || this.#arguments.length >= mostDepth) continue;
      this.#arguments.push(words.slice(1));
      this.#range(...body);
      this.#arguments.pop();
    }
  }

  /** Reads a command up to the operator that ends it. */
  #command(from: number, to: number): { readonly command: ShellCommand | null; readonly next: number } {
    const words: string[] = [];
    let input: string | null = null;
    let inputFile: string | null = null;
    let outputFile: string | null = null;
    let at = from;
    for (; at < to; at++) {
      const token = this.#tokens[at];
      if (!token || token.kind === "newline") break;
      if (token.kind === "word") {
        const isPrefix = words.length === 0 || declaring.has(words[0] ?? "");
        const skipped = isPrefix ? this.#assign(at, to) : 0;
        if (skipped > 0) at += skipped - 1;
        else for (const field of expandWord(token.text, this)) words.push(field);
        continue;
      }
      if (token.document) {
        input = token.document.isQuoted ? token.document.text : expandText(token.document.text, this);
        continue;
      }
      if (!/[<>]/.test(token.text)) break;
      const file = this.#isWord(at + 1) ? (expandWord(this.#text(at + 1), this)[0] ?? "") : "";
      if (token.text === "<<<") input = `${file}\n`;
      else if (token.text === "<") inputFile = file;
      else if (token.text.startsWith(">") && !token.text.includes("&")) {
        // 2>FILE is no output.
        const last = words.at(-1);
        if (last === "2") words.pop();
        else outputFile = file;
      }
      if (this.#isWord(at + 1)) at++;
    }
    const line = this.#tokens[from]?.line ?? 0;
    return { command: words.length === 0 ? null : { words, line, input, inputFile, outputFile }, next: at };
  }

  /** How many tokens an assignment has at a place; 0 if there is none. */
  #assign(at: number, to: number): number {
    const [, name, plus, value = ""] = /^(\w+)(\+?)=([\s\S]*)$/.exec(this.#text(at)) ?? [];
    if (name === undefined) return 0;
    const before = plus === "+" ? (this.#variables.get(name) ?? []) : [];
    if (value === "" && this.#text(at + 1) === "(") {
      const items: string[] = [...before];
      let next = at + 2;
      for (; next < to && this.#text(next) !== ")"; next++) {
        if (this.#isWord(next)) for (const field of expandWord(this.#text(next), this)) items.push(field);
      }
      this.#variables.set(name, items);
      return next + 1 - at;
    }
    // A value is not split into words.
    const fields = expandWord(/^["'].*["']$/s.test(value) ? value : `"${value.replace(/["']/g, "")}"`, this);
    const text = before.join(" ") + fields.join(" ");
    if (/\$[({]|`/.test(text)) this.#variables.delete(name);
    else this.#variables.set(name, [text]);
    return 1;
  }
}
