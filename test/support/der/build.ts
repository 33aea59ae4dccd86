/** Certificates and requests of any shape, built from elements. Nobody has signed them. */

export type Der = Uint8Array;

/** An element of identifier bytes and contents. */
export function tlv(identifier: number | readonly number[], ...parts: readonly (Der | readonly number[])[]): Der {
  const contents = parts.flatMap((part) => [...part]);
  const lead = typeof identifier === "number" ? [identifier] : identifier;
  return Uint8Array.from([...lead, ...length(contents.length), ...contents]);
}

function length(size: number): number[] {
  if (size < 0x80) return [size];
  return size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
}

export const seq = (...parts: readonly Der[]) => tlv(0x30, ...parts);
export const set = (...parts: readonly Der[]) => tlv(0x31, ...parts);
export const nul = () => tlv(0x05);
export const int = (...bytes: readonly number[]) => tlv(0x02, bytes);
export const bool = (byte: number) => tlv(0x01, [byte]);
export const octetString = (...parts: readonly (Der | readonly number[])[]) => tlv(0x04, ...parts);
export const bits = (unused: number, ...parts: readonly (Der | readonly number[])[]) => tlv(0x03, [unused], ...parts);

/** The bytes of a hexadecimal text. Blanks are only for the reader. */
export function hex(text: string): Der {
  return Uint8Array.from(text.replace(/\s/g, "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** An element whose contents are the characters, one byte each. */
export function text(tag: number, characters: string): Der {
  return tlv(tag, latin(characters));
}

export function latin(characters: string): Der {
  return Uint8Array.from(characters, (char) => char.charCodeAt(0));
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(128 + (left % 128));
    return groups;
  });
  return tlv(0x06, arcs);
}

/** A distinguished name of RDNs with one attribute each: its type and its complete value element. */
export function name(...attributes: readonly (readonly [string, Der])[]): Der {
  return seq(...attributes.map(([type, value]) => set(seq(oid(type), value))));
}

/** An Extension: dotted id, the contents of the OCTET STRING, and optionally a BOOLEAN element. */
export function extension(id: string, value: Der, critical?: Der): Der {
  return critical === undefined ? seq(oid(id), octetString(value)) : seq(oid(id), critical, octetString(value));
}

export const yes = bool(0xff);

export const rsaKey = seq(
  seq(oid("1.2.840.113549.1.1.1"), nul()),
  bits(0, seq(int(0, 0xc5, ...new Array<number>(63).fill(0x3b)), int(1, 0, 1))),
);

/** The base point of P-256 as a public key. */
export const p256Point = hex(
  "04 6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296 4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
);
export const ecKey = seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")), bits(0, p256Point));

export const sha256WithRsa = seq(oid("1.2.840.113549.1.1.11"), nul());
export const plainName = name(["2.5.4.6", text(0x13, "US")], ["2.5.4.3", text(0x0c, "odd one")]);
export const plainValidity = seq(text(0x17, "200101000000Z"), text(0x17, "300101000000Z"));

/** The parts of a certificate (RFC 5280 §4.1), each as complete elements. Omitted parts are the usual ones. */
export interface CertificateParts {
  readonly version?: Der;
  readonly serial?: Der;
  readonly inner?: Der;
  readonly issuer?: Der;
  readonly validity?: Der;
  readonly subject?: Der;
  readonly key?: Der;
  /** Unique identifiers, or anything else before the extensions. */
  readonly uniqueIds?: Der;
  readonly extensions?: readonly Der[];
  /** In place of the whole [3]. */
  readonly extensionPart?: Der;
  readonly afterTbs?: Der;
  readonly outer?: Der;
  readonly signature?: Der;
  readonly afterSignature?: Der;
  /** Bytes after the certificate. */
  readonly tail?: Der;
}

const none = new Uint8Array();

export function certificate(parts: CertificateParts): Der {
  const { inner = sha256WithRsa, extensions = [] } = parts;
  const tbs = seq(
    parts.version ?? tlv(0xa0, int(2)),
    parts.serial ?? int(1),
    inner,
    parts.issuer ?? plainName,
    parts.validity ?? plainValidity,
    parts.subject ?? plainName,
    parts.key ?? ecKey,
    parts.uniqueIds ?? none,
    parts.extensionPart ?? (extensions.length === 0 ? none : tlv(0xa3, seq(...extensions))),
    parts.afterTbs ?? none,
  );
  const signature = parts.signature ?? bits(0, [1, 2, 3, 4]);
  return Uint8Array.from([
    ...seq(tbs, parts.outer ?? inner, signature, parts.afterSignature ?? none),
    ...(parts.tail ?? none),
  ]);
}

/** The parts of a request (RFC 2986 §4), each as complete elements. */
export interface RequestParts {
  readonly version?: Der;
  readonly subject?: Der;
  readonly key?: Der;
  readonly attributes?: readonly Der[];
  /** In place of the whole [0]. */
  readonly attributePart?: Der;
  readonly algorithm?: Der;
  readonly signature?: Der;
  readonly afterInfo?: Der;
  readonly afterSignature?: Der;
  readonly tail?: Der;
}

export function request(parts: RequestParts): Der {
  const info = seq(
    parts.version ?? int(0),
    parts.subject ?? plainName,
    parts.key ?? ecKey,
    parts.attributePart ?? tlv(0xa0, ...(parts.attributes ?? [])),
    parts.afterInfo ?? none,
  );
  const signature = parts.signature ?? bits(0, [1, 2, 3, 4]);
  const whole = seq(info, parts.algorithm ?? sha256WithRsa, signature, parts.afterSignature ?? none);
  return Uint8Array.from([...whole, ...(parts.tail ?? none)]);
}
