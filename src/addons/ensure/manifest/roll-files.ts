import type { Row } from "./row.js";

/** The files of a roll-over beside NAME.pem, which holds every CA that is trusted, and NAME-key.pem, which signs. */
export interface RollFiles {
  /** The one certificate of NAME-key.pem, for programs that sign and take no bundle. It stays after the roll-over. */
  readonly signing: string;
  /** The key of the new CA, until it signs. */
  readonly newKey: string;
  /** The key of the old CA, once it signs no more. */
  readonly oldKey: string;
}

export function rollFiles({ name }: Pick<Row, "name">): RollFiles {
  return { signing: `${name}-signing.pem`, newKey: `${name}-new-key.pem`, oldKey: `${name}-old-key.pem` };
}
