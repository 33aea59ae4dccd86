import { word } from "./shell.js";

/** Commands for files that lie open, or where they should not. */

export function closeFile(path: string): readonly string[] {
  return [`chmod 600 ${word(path)}`];
}

export function removeFile(path: string): readonly string[] {
  return [`rm ${word(path)}`];
}
