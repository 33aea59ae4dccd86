import { closeSync, constants, openSync } from "node:fs";
import { systemReason } from "../../system/errors.js";

/**
 * Why SQLite cannot open a file, in the operating system's words, which Go's driver puts behind SQLite's own:
 * `no such file or directory`. SQLite does not tell, so the file is opened once more. Undefined if that works.
 *
 * @param name a path, or a URI that begins with `file:`
 */
export function openFailure(name: string): string | undefined {
  const [, path = name, query = ""] = /^file:(?:\/\/(?:localhost)?(?=\/))?([^?#]*)(?:\?([^#]*))?/.exec(name) ?? [];
  const isExisting = /(?:^|&)(?:mode=r[ow](?:&|$)|immutable=)/.test(query);
  try {
    closeSync(openSync(path, isExisting ? constants.O_RDONLY : constants.O_RDWR | constants.O_CREAT, 0o644));
    return undefined;
  } catch (cause) {
    return systemReason(cause as NodeJS.ErrnoException);
  }
}
