import type { ReportedFinding } from "../check/report.js";
import type { Certainty } from "./causes.js";
import type { MessageFacts } from "./facts/message-facts.js";
import type { Speaker } from "./texts/row.js";

/** What a text means, as plain data: `cfssl explain -json` prints it, and its form is schema/explanation.schema.json. */
export interface ExplainReport {
  readonly version: 1;
  /** The moment for which the files were checked: RFC 3339, UTC. */
  readonly at: string;
  /** Each message once, in the order of their first lines. */
  readonly messages: readonly ExplainedMessage[];
  /** The faults of the files that cause them, the surest first; empty without files. */
  readonly causes: readonly Cause[];
  /** What remains to look at, for messages that nothing in the files explains. */
  readonly left: readonly string[];
  /** How many lines the text has. */
  readonly lines: number;
  /** Lines with messages that are left out, because there are more than a thousand different ones. */
  readonly dropped: number;
}

export interface ExplainedMessage {
  /** The kind of message, which never changes. docs/errors.md explains it. */
  readonly id: string;
  /** The first line that has it, without what the log puts before it. */
  readonly text: string;
  /** How many lines have it. */
  readonly count: number;
  /** Who prints it. */
  readonly speaker: Speaker;
  readonly means: string;
  /** What to look at. */
  readonly look: string;
  /** What the text tells besides: addresses, names, serial numbers. */
  readonly facts: MessageFacts;
  /** What most often causes it. */
  readonly usually: readonly UsualCause[];
}

export interface UsualCause {
  /** The id of a rule of `check`. */
  readonly rule: string;
  readonly means: string;
  readonly mend: string;
}

/** A finding of `check` that causes messages. */
export interface Cause extends ReportedFinding {
  /** certain: the message names the file or the certificate. likely: nothing fits better. possible: one of several. */
  readonly certainty: Certainty;
  /** Why it is the cause. */
  readonly reasons: readonly string[];
  /** The messages that it causes, as indexes into `messages`. */
  readonly messages: readonly number[];
}
