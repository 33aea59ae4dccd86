import { type Effort, endOfBraces, endOfCommand } from "./lex.js";

/** What a script's words may mean at some place in it. */
export interface Values {
  /** The values of a variable or an argument; null if it is not known. */
  get(name: string): readonly string[] | null;
  /** When it is used up, words stay as they are written. */
  readonly effort: Effort;
}

/** More fields of one word, or longer ones, are no names of certificates. */
const mostFields = 1000;
const mostCharacters = 65_536;

/**
 * The fields that a word stands for (POSIX §2.6): quotes are removed, and variables replaced. A variable that is not
 * known, and what another program would print, stay as they are written.
 */
export function expandWord(word: string, values: Values): readonly string[] {
  const { effort } = values;
  if (effort.left <= 0) return [word];
  const fields: string[] = [];
  for (const each of expandBraces(word)) {
    for (const field of expandOne(each, values)) {
      effort.left -= field.length + 1;
      if (fields.length < mostFields) fields.push(field);
    }
  }
  return fields;
}

/** The text of a here-document, or of a word that cannot become several. */
export function expandText(text: string, values: Values): string {
  let result = "";
  values.effort.left -= text.length;
  if (values.effort.left <= 0) return text;
  for (let at = 0; at < text.length && result.length < mostCharacters; ) {
    if (text.charAt(at) === "$") {
      const { value, end, raw } = valueAt(text, at, values);
      result += value?.join(" ") ?? raw;
      at = end;
    } else if (text.charAt(at) === "\\" && /[$`\\\n]/.test(text.charAt(at + 1))) {
      result += text.charAt(at + 1) === "\n" ? "" : text.charAt(at + 1);
      at += 2;
    } else result += text.charAt(at++);
  }
  return result;
}

/** `{a,b}` and `{1..3}`, as bash has them. */
function expandBraces(word: string): readonly string[] {
  if (word.length > 1000) return [word];
  const [, before, inner = "", after = ""] = /^([^{}"'$\\]*)\{([^{}"'$\\]+)\}(.*)$/s.exec(word) ?? [];
  if (before === undefined) return [word];
  const [, low, high] = /^(\d{1,4})\.\.(\d{1,4})$/.exec(inner) ?? [];
  const words = low !== undefined && high !== undefined ? numbers(low, high) : inner.split(",");
  if (words.length < 2 && low === undefined) return [word];
  const endings = expandBraces(after);
  return words.flatMap((each) => endings.map((ending) => before + each + ending)).slice(0, mostFields);
}

function numbers(low: string, high: string): string[] {
  const count = Math.min(Math.max(Number(high) - Number(low) + 1, 0), mostFields);
  const width = low.startsWith("0") ? low.length : 0;
  return Array.from({ length: count }, (_, at) => String(Number(low) + at).padStart(width, "0"));
}

function expandOne(word: string, values: Values): readonly string[] {
  const fields: string[] = [];
  let [field, isField, quote] = ["", false, ""];
  const add = (parts: readonly string[]) => {
    for (const [at, part] of parts.entries()) {
      if (at > 0) {
        fields.push(field);
        field = "";
      }
      field += part;
      isField = true;
    }
  };
  for (let at = 0; at < word.length && field.length < mostCharacters; ) {
    const character = word.charAt(at);
    if (quote === "'" && character !== "'") {
      field += character;
      at++;
    } else if (character === quote) {
      quote = "";
      at++;
    } else if (quote === "" && (character === "'" || character === '"') && word.includes(character, at + 1)) {
      quote = character;
      isField = true;
      at++;
    } else if (character === "\\") {
      const next = word.charAt(at + 1);
      const isEscape = quote === "" || '$`"\\\n'.includes(next);
      if (next !== "\n" && next !== "\r") field += isEscape ? next : `\\${next}`;
      isField = true;
      at += 2;
      if (next === "\r") at++;
    } else if (character === "$") {
      const { value, end, raw, isList } = valueAt(word, at, values);
      if (value === null) add([raw]);
      else if (quote === '"') add(isList ? value : [value.join(" ")]);
      else add(value.flatMap((each) => each.split(/\s+/).filter((part) => part !== "")));
      at = end;
    } else {
      field += character;
      isField = true;
      at++;
    }
  }
  return isField ? [...fields, field] : fields;
}

interface Found {
  /** Null if it is not known. */
  readonly value: readonly string[] | null;
  readonly end: number;
  readonly raw: string;
  /** Whether it stays a list in double quotes: "$@". */
  readonly isList: boolean;
}

/** What `$…` at a place stands for. */
function valueAt(text: string, at: number, values: Values): Found {
  const rest = text.slice(at, at + 300);
  const [short = "", name = ""] = /^\$(\w+|[@*])/.exec(rest) ?? [];
  if (short !== "") {
    const known = /^\d/.test(name) ? name.slice(0, 1) : name;
    const raw = `$${known}`;
    return { value: values.get(known), end: at + raw.length, raw, isList: name === "@" };
  }
  if (rest.startsWith("${")) {
    const end = endOfBraces(text, at, values.effort);
    const raw = text.slice(at, end);
    return { ...expression(raw.slice(2, -1), values), end, raw };
  }
  if (rest.startsWith("$(")) {
    const end = endOfCommand(text, at, values.effort);
    const raw = text.slice(at, end);
    const [, low, high] = /^\$\(\s*seq\s+(?:(\d{1,4})\s+)?(\d{1,4})\s*\)$/.exec(raw) ?? [];
    return { value: high === undefined ? null : numbers(low ?? "1", high), end, raw, isList: false };
  }
  return { value: null, end: at + 1, raw: "$", isList: false };
}

/** `NAME`, `NAME[@]`, `NAME:-WORD`, `NAME%PATTERN`, `NAME#PATTERN` and their like (POSIX §2.6.2). */
function expression(text: string, values: Values): Pick<Found, "value" | "isList"> {
  const [, name = "", index, operator, operand = ""] =
    /^(\w+|[@*])(?:\[([^\]]*)\])?(?:(:?[-=+?]|%%?|##?)(.*))?$/s.exec(text) ?? [];
  const known = name === "" ? null : values.get(name);
  const isList = name === "@" || index === "@";
  const isNumber = index !== undefined && /^\d+$/.test(index);
  const value = isNumber ? (known?.slice(Number(index), Number(index) + 1) ?? null) : known;
  if (operator === undefined) return { value: name === "" ? null : value, isList };
  if (/[-=]$/.test(operator))
    return { value: value ?? [expandText(operand.replace(/^"(.*)"$/s, "$1"), values)], isList };
  if (!/^[%#]/.test(operator)) return { value: operator.endsWith("?") ? value : null, isList };
  const pattern = expandText(operand.replace(/["']/g, ""), values);
  return { value: value?.map((each) => trimmed(each, operator, pattern)) ?? null, isList };
}

/** A text without the shortest or longest beginning (#, ##) or end (%, %%) that fits a pattern. */
function trimmed(text: string, operator: string, pattern: string): string {
  const source = pattern
    .replace(/[.+^${}()|[\]\\/]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  if (pattern.length > 100 || (pattern.match(/\*/g)?.length ?? 0) > 2 || text.length > 1000) return text;
  const whole = new RegExp(`^${source}$`);
  const lengths = Array.from({ length: text.length + 1 }, (_, at) => (operator.length === 1 ? at : text.length - at));
  for (const length of lengths) {
    const isStart = operator.startsWith("#");
    const part = isStart ? text.slice(0, length) : text.slice(text.length - length);
    if (whole.test(part)) return isStart ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}
