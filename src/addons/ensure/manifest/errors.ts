/** Why a PKI cannot be made as its manifest says: one line that names the place and the remedy. */
export class EnsureError extends Error {
  override readonly name = "EnsureError";
}

/** The error for a member of the manifest: `pki.json: certificates.web.profile: …`. */
export function manifestError(place: string, text: string): EnsureError {
  return new EnsureError(`${place}: ${text}`);
}
