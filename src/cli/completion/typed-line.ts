/** How a shell quotes. */
export interface Quoting {
  /** The character that makes the next one plain. */
  readonly escapes: "\\" | "`";
  /** What it makes plain between double quotes; elsewhere it is itself. */
  readonly escapedInDouble: string;
  /** The same between single quotes. */
  readonly escapedInSingle: string;
  /** Whether two quotes are one within such quotes. */
  readonly doublesQuotes: boolean;
  /** What begins the name of a variable. */
  readonly variable: RegExp;
}

const braced = /^\$(?:\{(\w+)\}|([A-Za-z_]\w*))/;
export const posixQuoting: Quoting = {
  escapes: "\\",
  escapedInDouble: '\\"$`',
  escapedInSingle: "",
  doublesQuotes: false,
  variable: braced,
};
export const fishQuoting: Quoting = {
  ...posixQuoting,
  escapedInDouble: '\\"$',
  escapedInSingle: "\\'",
  variable: /^\$([A-Za-z_]\w*)/,
};
export const powershellQuoting: Quoting = {
  escapes: "`",
  escapedInDouble: '`"$',
  escapedInSingle: "",
  doublesQuotes: true,
  variable: /^\$(?:\{env:(\w+)\}|env:(\w+))/i,
};

/** The last word of a line, which is not finished. */
export interface OpenWord {
  /** As typed, with its quotes. */
  readonly raw: string;
  /** Without quotes; a tilde at its start stays. */
  readonly value: string;
  /** The quote that is open at its end. */
  readonly quote: "" | "'" | '"';
  /** Whether the shell would put the home folder for a tilde at its start. */
  readonly hasTilde: boolean;
  /** Whether it names where a stream goes. */
  readonly isRedirection: boolean;
}

export interface TypedLine {
  /** The words before the last, as the program would get them. */
  readonly words: readonly string[];
  readonly last: OpenWord;
}

/**
 * Splits the last command of a line into words as its shell would. Variables of the environment are replaced; whatever
 * would run something to get a text stays as typed. Redirections are left out.
 */
export function splitLine(line: string, quoting: Quoting, env: (name: string) => string | undefined): TypedLine {
  const reader = new LineReader(line, quoting, env);
  while (reader.next());
  return reader.end();
}

const blanks = " \t\r\n";

class LineReader {
  #words: string[] = [];
  #at = 0;
  #start = 0;
  #value = "";
  #isWord = false;
  #quote: OpenWord["quote"] = "";
  #hasTilde = false;
  #isRedirection = false;
  readonly #line: string;
  readonly #quoting: Quoting;
  readonly #env: (name: string) => string | undefined;

  constructor(line: string, quoting: Quoting, env: (name: string) => string | undefined) {
    this.#line = line;
    this.#quoting = quoting;
    this.#env = env;
  }

  /** Takes the next character, or the next few that belong together; false at the end. */
  next(): boolean {
    const char = this.#line[this.#at];
    if (char === undefined) return false;
    if (this.#quote === "") this.#outside(char);
    else this.#inside(char, this.#quote);
    return true;
  }

  end(): TypedLine {
    const last = {
      raw: this.#line.slice(this.#start),
      value: this.#value,
      quote: this.#quote,
      hasTilde: this.#hasTilde,
      isRedirection: this.#isRedirection,
    };
    return { words: this.#words, last };
  }

  #outside(char: string): void {
    if (blanks.includes(char)) this.#finishWord();
    else if (char === "'" || char === '"') {
      this.#quote = char;
      this.#take("", 1);
    } else if (char === this.#quoting.escapes) this.#take(this.#line[this.#at + 1] ?? "", 2);
    else if (char === "$") this.#takeVariable();
    else if (char === "<" || char === ">") this.#redirect();
    else if (char === "|" || char === ";" || char === "&") this.#startCommand();
    else {
      if (char === "~" && !this.#isWord) this.#hasTilde = /^~(?:[/\s]|$)/.test(this.#line.slice(this.#at));
      this.#take(char, 1);
    }
  }

  #inside(char: string, quote: "'" | '"'): void {
    const { escapes, escapedInDouble, escapedInSingle, doublesQuotes } = this.#quoting;
    const next = this.#line[this.#at + 1] ?? "";
    if (char === quote && doublesQuotes && next === quote) this.#take(quote, 2);
    else if (char === quote) {
      this.#quote = "";
      this.#take("", 1);
    } else if (char === escapes && next !== "" && (quote === "'" ? escapedInSingle : escapedInDouble).includes(next)) {
      this.#take(next, 2);
    } else if (char === "$" && quote === '"') this.#takeVariable();
    else this.#take(char, 1);
  }

  #take(text: string, length: number): void {
    this.#value += text;
    this.#isWord = true;
    this.#at += length;
  }

  #takeVariable(): void {
    const found = this.#quoting.variable.exec(this.#line.slice(this.#at));
    const value = found && this.#env(found[1] ?? found[2] ?? "");
    if (found && value !== undefined && value !== null) this.#take(value, found[0].length);
    else this.#take("$", 1);
  }

  #finishWord(): void {
    if (this.#isWord && !this.#isRedirection) {
      const home = this.#hasTilde ? this.#env("HOME") : undefined;
      this.#words.push(home === undefined ? this.#value : home + this.#value.slice(1));
    }
    // The name of a stream's file may come after a blank.
    if (this.#isWord) this.#isRedirection = false;
    this.#at++;
    this.#startWord();
  }

  #startWord(): void {
    this.#start = this.#at;
    this.#value = "";
    this.#isWord = false;
    this.#hasTilde = false;
  }

  /** `>`, `2>`, `>>`, `&>`, `<`: what follows is a file, but for `>&1`. */
  #redirect(): void {
    if (/^(?:\d+|\*)$/.test(this.#line.slice(this.#start, this.#at))) this.#startWord();
    this.#finishWord();
    while ("<>|&".includes(this.#line[this.#at] ?? " ")) this.#at++;
    this.#startWord();
    this.#isRedirection = true;
  }

  #startCommand(): void {
    if (this.#line.startsWith("&>", this.#at)) {
      this.#at++;
      this.#startWord();
      this.#redirect();
      return;
    }
    this.#words = [];
    this.#isRedirection = false;
    this.#at++;
    this.#startWord();
  }
}
