/** Why something cannot be exported: one line that names the input and the remedy. */
export class ExportError extends Error {
  override readonly name = "ExportError";
}
