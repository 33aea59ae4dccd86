import { GoError } from "../../go/errors.js";
import type { PrivateKey } from "../model/key.js";
import type { Extension, Name } from "../model/name.js";
import { extensionId, extensionRequest } from "../model/oid.js";
import { absent, bitString, explicit, integer, objectIdentifier, sequence, setOf } from "./der.js";
import { encodeExtensions, subjectAltName } from "./extensions.js";
import { isSubjectAltNamesEmpty, type SubjectAltNames } from "./general-name.js";
import { encodeName, nameToRdns } from "./name.js";
import { signatureAlgorithmFor } from "./signing-algorithm.js";

/** The contents of a new certification request, in the terms of Go's x509.CertificateRequest. */
export interface RequestTemplate extends SubjectAltNames {
  readonly subject: Name;
  /** These follow subjectAltName. One of the same OID replaces it. */
  readonly extraExtensions: readonly Extension[];
}

/**
 * Signs a PKCS #10 request (RFC 2986 §4) as Go's x509.CreateCertificateRequest does. Returns DER.
 *
 * @throws GoError for a name or an extension that X.509 cannot express
 */
export async function createRequest(template: RequestTemplate, key: PrivateKey): Promise<Uint8Array> {
  const certificationRequestInfo = sequence(
    integer(0n),
    encodeName(nameToRdns(template.subject)),
    key.spki,
    // RFC 2986 does not make the attributes OPTIONAL, so they are written even if empty.
    explicit(0, encodeExtensionRequest(template)),
  );
  const algorithm = signatureAlgorithmFor(key);
  const signature = await key.sign(certificationRequestInfo, algorithm);
  return sequence(certificationRequestInfo, algorithm.identifier, bitString(signature));
}

function hasSubjectAltName(extensions: readonly Extension[]): boolean {
  for (const { id } of extensions) if (id === extensionId.subjectAltName) return true;
  return false;
}

/** Encodes the extensionRequest attribute (RFC 2985 §5.4.2); absent if there are no extensions. */
function encodeExtensionRequest(template: RequestTemplate): Uint8Array {
  const { extraExtensions } = template;
  const extensions = [...extraExtensions];
  if (!isSubjectAltNamesEmpty(template) && !hasSubjectAltName(extraExtensions)) {
    extensions.unshift(subjectAltName(template, false));
  }
  if (extensions.length === 0) return absent;
  try {
    return sequence(objectIdentifier(extensionRequest), setOf([encodeExtensions(extensions)]));
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`x509: failed to serialise extensions attribute: ${cause.message}`, { cause });
  }
}
