/** Why a certificate cannot be renewed: one line that names the file and the remedy. */
export class RenewError extends Error {
  override readonly name = "RenewError";
}
