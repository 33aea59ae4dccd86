/** Parses certificates and requests as Go's crypto/x509 does. README.md says why, and how to extend it. */
export { parseCertificate, parseCertificates } from "./certificate.js";
export { nameOf, parseName } from "./name.js";
export { type Pkcs7, parsePkcs7 } from "./pkcs7.js";
export { certificatesInPkcs7 } from "./pkcs7-certificates.js";
export { parsePublicKey } from "./public-key.js";
export { parseCertificateRequest } from "./request.js";
export type { ParserRules } from "./rules.js";
