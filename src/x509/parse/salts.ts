import { contextTag, DerReader, tags } from "../../go/cryptobyte.js";

const inner = contextTag(0, "constructed");

/**
 * The random parts of a PKCS #12 file (RFC 7292) that encodePkcs12 wrote, in the order in which it asks for them: of the
 * MAC, of the key, of the certificates. With these, the same contents and the same password make the same file. Null for
 * a file of another shape.
 */
export function readPkcs12Salts(der: Uint8Array): readonly Uint8Array[] | null {
  const pfx = new DerReader(der).enter(tags.sequence);
  pfx?.readAny();
  const safe = contentOf(pfx?.enter(tags.sequence))?.read(tags.octetString);
  const mac = pfx?.enter(tags.sequence);
  mac?.readAny();
  const macSalt = mac?.read(tags.octetString);
  const list = safe ? new DerReader(safe).enter(tags.sequence) : null;
  // EncryptedData (RFC 5652 §8) is a version, and a type with an algorithm and the contents.
  const encrypted = contentOf(list?.enter(tags.sequence))?.enter(tags.sequence);
  encrypted?.readAny();
  const information = encrypted?.enter(tags.sequence);
  information?.readAny();
  const certificates = information ? saltsOf(information) : null;
  if (!macSalt || !list || !certificates) return null;
  if (list.isEmpty()) return [macSalt, ...certificates];
  const bags = contentOf(list.enter(tags.sequence))?.read(tags.octetString);
  const bag = bags ? new DerReader(bags).enter(tags.sequence)?.enter(tags.sequence) : null;
  const shrouded = contentOf(bag)?.enter(tags.sequence);
  const key = shrouded ? saltsOf(shrouded) : null;
  return key && [macSalt, ...key, ...certificates];
}

/** The same for EncryptedPrivateKeyInfo (RFC 5958 §3) that encryptPkcs8 wrote. */
export function readPkcs8Salts(der: Uint8Array): readonly Uint8Array[] | null {
  const info = new DerReader(der).enter(tags.sequence);
  return info ? saltsOf(info) : null;
}

/** What follows a type: ContentInfo (RFC 5652 §3) and SafeBag (RFC 7292 §4.2). */
function contentOf(reader: DerReader | null | undefined): DerReader | null {
  reader?.readAny();
  return reader?.enter(inner) ?? null;
}

/** The octet strings in an AlgorithmIdentifier: the salt, and the vector of PBES2 (RFC 8018 appendix A.4). */
function saltsOf(reader: DerReader): readonly Uint8Array[] | null {
  const algorithm = reader.enter(tags.sequence);
  return algorithm && octetStringsIn(algorithm);
}

function octetStringsIn(reader: DerReader): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let next = reader.readAny(); next; next = reader.isEmpty() ? null : reader.readAny()) {
    if (next.tag === tags.octetString) found.push(next.contents);
    if (next.tag !== tags.sequence) continue;
    for (const each of octetStringsIn(new DerReader(next.contents))) found.push(each);
  }
  return found;
}
