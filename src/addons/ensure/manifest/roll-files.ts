import { certificatePath, keyPath, type WithFiles } from "./row.js";

/** The files of a roll-over beside NAME.pem, which holds every CA that is trusted, and NAME-key.pem, which signs. */
export interface RollFiles {
  /** The one certificate of NAME-key.pem, for programs that sign and take no bundle. It stays after the roll-over. */
  readonly signing: string;
  /** The key of the new CA, until it signs. */
  readonly newKey: string;
  /** The key of the old CA, once it signs no more. */
  readonly oldKey: string;
}

/** `ca-signing.pem`, `ca-new-key.pem` and `ca-old-key.pem`; beside `ca.crt` and `ca.key`: `ca-signing.crt`, `ca-new.key`, `ca-old.key`. */
export function rollFiles(row: WithFiles): RollFiles {
  const key = keyPath(row);
  return {
    signing: withWord(certificatePath(row), "-signing"),
    newKey: withWord(key, "-new"),
    oldKey: withWord(key, "-old"),
  };
}

/** A path with a word before the part of its name that says what the file is. */
function withWord(path: string, word: string): string {
  return path.replace(/(?:-key)?(?:\.[^./]*)?$/, (ending) => word + ending);
}
