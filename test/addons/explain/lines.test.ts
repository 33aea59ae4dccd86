import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MessageFacts } from "../../../src/addons/explain/facts/message-facts.js";
import type { Message } from "../../../src/addons/explain/message.js";
import { readMessage } from "../../../src/addons/explain/read-message.js";
import type { Speaker } from "../../../src/addons/explain/texts/row.js";

/** A line that a program has printed, and what is to be understood of it. */
interface Line {
  readonly text: string;
  /** The rules whose faults cause it, likeliest first; empty if no file does. */
  readonly rules: readonly string[];
  /** Who prints it: refused a server's or a client's certificate, was refused, cannot use its own file, something else. */
  readonly says: "client" | "server" | "remote" | "own" | "other";
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
  readonly source: string;
  /** What is known to be read otherwise, and why. */
  readonly except?: Readonly<Partial<Record<"rules" | "says" | "facts", string>>>;
}

const lines: readonly Line[] = JSON.parse(readFileSync(join(__dirname, "lines.json"), "utf8"));

/** A row may be of several lines: what says most counts. */
function read(text: string): Omit<Message, "count"> | null {
  const found = text.split("\n").flatMap((line) => readMessage(line) ?? []);
  return found.find(({ row }) => row.isVague !== true) ?? found[0] ?? null;
}

const speakers: Readonly<Record<Line["says"], readonly Speaker[]>> = {
  client: ["client", "checker"],
  server: ["server", "checker"],
  remote: ["refused"],
  own: ["loader"],
  other: ["authorizer", "bystander", "checker", "loader", "client", "server"],
};

/** Names that lines.json has in its own way. */
const named: Readonly<Record<string, keyof MessageFacts>> = { ca: "authority", time: "at" };

function differences({ text, rules, says, facts, except = {} }: Line): readonly string[] {
  const message = read(text);
  if (message === null) return rules.length === 0 ? [] : ["rules: not understood"];
  const wrong: string[] = [];
  const { row } = message;
  const fits = rules.length === 0 ? row.rules.length === 0 || row.isVague : rules.some((id) => row.rules.includes(id));
  if (!fits && except.rules === undefined) wrong.push(`rules: ${row.id} means ${row.rules.join(", ")}`);
  if (!speakers[says].includes(message.speaker) && except.says === undefined) {
    wrong.push(`says: ${row.id} is ${message.speaker}'s, not ${says}'s`);
  }
  for (const [name, expected] of Object.entries(facts)) {
    const have = message.facts[named[name] ?? (name as keyof MessageFacts)];
    if (!isSame(have, expected) && !(except.facts ?? "").includes(name)) {
      wrong.push(`facts: ${name} is ${JSON.stringify(have)}, not ${JSON.stringify(expected)}`);
    }
  }
  return wrong;
}

/** Whether a fact is the one in the text; moments count, not how they are written. */
function isSame(have: unknown, expected: string | readonly string[]): boolean {
  if (JSON.stringify(have) === JSON.stringify(expected)) return true;
  if (typeof have !== "string" || typeof expected !== "string") return false;
  const moment = Date.parse(expected.replace(/ UTC$|(?<=\+\d\d:\d\d):\d\d$/, ""));
  return !Number.isNaN(moment) && Date.parse(have) === moment;
}

test.each(lines.map((line) => [line.source, line.text.slice(0, 150), line] as const))("%s: %s", (_, __, line) => {
  expect(differences(line)).toEqual([]);
});

test("an exception names what it excuses, and is one still", () => {
  const excused = lines.filter(({ except }) => except !== undefined);
  expect(excused.length).toBeLessThan(25);
  for (const { except: _, ...line } of excused) expect([line.text, differences(line)]).not.toEqual([line.text, []]);
});
