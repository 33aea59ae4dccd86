/**
 * Tests of the library that fail through no fault of it: what they compare its work with is a runtime's own. Each must
 * fail, so that the list ends with the defect.
 */
export const knownDefects = {
  bun: [],
  deno: [
    // Its X509Certificate answers the key usage where Node answers the extended key usage.
    "a local signer > makes a key and a certificate for it",
    // Its X509Certificate verifies no signatures on this curve.
    "a KeyObject of ca-ecdsa-521 signs",
  ],
};
