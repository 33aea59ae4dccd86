import { rootCertificates } from "node:tls";
import { systemCas } from "./system-cas.js";

/** PEM texts of the CAs that the system trusts, or of those that the runtime does where the system has no file of them. */
export function trustedBySystem(): readonly string[] {
  return systemCas() ?? rootCertificates;
}
