/** Who prints a message, by what it has to do with a certificate. */
export type Speaker =
  /** Dialled a server, and refuses its certificate. */
  | "client"
  /** Was dialled, and refuses the client's certificate. */
  | "server"
  /** Refuses the certificate of the other side, whichever that is. */
  | "checker"
  /** Was refused: the reason stands in the log of the other side. */
  | "refused"
  /** Cannot use a file of its own. */
  | "loader"
  /** Knows who asks, and forbids it. */
  | "authorizer"
  /** Tells of something that has another reason. */
  | "bystander";

/** A message of some program that has to do with certificates, as docs/errors.md shows it, which is made of these rows. */
export interface MessageRow {
  /** Never changes. */
  readonly id: string;
  /** Parts of the text in lower case, one of which every such message has. */
  readonly has: readonly string[];
  /** What it must match besides. */
  readonly pattern?: RegExp;
  readonly speaker: Speaker;
  /** What the message says, in sentences. */
  readonly means: string;
  /** What to look at if no file explains it. */
  readonly look: string;
  /** The rules whose faults cause it, the likeliest first. */
  readonly rules: readonly string[];
  /** The rules whose faults cause it seldom: only if the message names the very file or user. */
  readonly seldom?: readonly string[];
  /** Whether many faults look like this, so that it is weak evidence of each. */
  readonly isVague?: true;
}
