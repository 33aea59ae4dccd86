import type { SignatureNameRules } from "../signature-name.js";

/** How releases differ in bundling. */
export interface BundleRules extends SignatureNameRules {
  /** The extended key usages of which all certificates of a chain must allow one, dotted. */
  readonly usages: readonly string[];
  /** The kinds of keys that can be bundled. */
  readonly keys: readonly string[];
  /** The text for a key of another kind. */
  readonly otherKeyText: string;
  /** Whether the error is the first one after a search for intermediates that failed, or that of the search. */
  readonly keepsFirstError: boolean;
  /** Whether upstream crashes if the certificate is itself a root. */
  readonly crashesOnLoneRoot: boolean;
  /** Whether the bundle expires no later than its root, although that is left out. */
  readonly expiresWithRoot: boolean;
  /** Whether the result says when the first certificate expires. */
  readonly showsLeafExpiry: boolean;
  /** The log line of a server for what cannot be bundled. */
  readonly badInputWords: string;
}
