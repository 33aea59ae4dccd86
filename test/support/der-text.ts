/** One element of DER (X.690): its identifier byte, its contents, and all its bytes. */
export interface Element {
  readonly tag: number;
  readonly contents: Uint8Array;
  readonly whole: Uint8Array;
}

/**
 * Reads the elements in `bytes`, one after another. It is strict, to find mistakes in encoding.
 *
 * @throws Error for anything but minimal DER
 */
export function readElements(bytes: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = readElement(bytes.subarray(at));
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

function readElement(bytes: Uint8Array): Element {
  const [tag, lead] = bytes;
  if (tag === undefined || lead === undefined) throw new Error("truncated");
  if ((tag & 0x1f) === 0x1f) throw new Error("a tag of many octets");
  const count = lead < 0x80 ? 0 : lead & 0x7f;
  if (lead === 0x80 || count > 4) throw new Error("a length of this form is not DER");
  const size = count === 0 ? lead : Number.parseInt(hex(bytes.subarray(2, 2 + count)), 16);
  if (count > 0 && (size < 0x80 || size < 2 ** (8 * (count - 1)))) throw new Error("a length that is not minimal");
  const end = 2 + count + size;
  if (end > bytes.length) throw new Error("truncated");
  return { tag, contents: bytes.subarray(2 + count, end), whole: bytes.subarray(0, end) };
}

/** The elements inside a SEQUENCE, a SET or a constructed context tag. */
export function childrenOf(element: Element | undefined): Element[] {
  if (element === undefined || (element.tag & 0x20) === 0) throw new Error("not a constructed element");
  return readElements(element.contents);
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

const stringTypes: Readonly<Record<number, string>> = {
  12: "utf8",
  18: "numeric",
  19: "printable",
  20: "t61",
  22: "ia5",
  23: "utc",
  24: "generalized",
};

/**
 * DER as a short text that shows every byte: `{…}` SEQUENCE, `(…)` SET, `[n]{…}` constructed context tag, dotted OBJECT
 * IDENTIFIER, decimal INTEGER, `printable"US"`, `octets:…` and `bits:…` in hexadecimal.
 *
 * @throws Error for anything but minimal DER
 */
export function derText(element: Element): string {
  const { tag, contents } = element;
  const inner = () => readElements(contents).map(derText).join(" ");
  if (tag === 0x30) return `{${inner()}}`;
  if (tag === 0x31) return `(${inner()})`;
  if ((tag & 0xe0) === 0xa0) return `[${tag & 0x1f}]{${inner()}}`;
  if ((tag & 0xe0) === 0x80) return `[${tag & 0x1f}]${printableOrHex(contents)}`;
  return primitiveText(tag, contents);
}

function primitiveText(tag: number, contents: Uint8Array): string {
  const stringType = stringTypes[tag];
  if (stringType !== undefined) return `${stringType}${quoted(contents)}`;
  if (tag === 1 && contents.length === 1 && contents[0] === 0xff) return "true";
  if (tag === 2) return integerText(contents);
  if (tag === 3) return `bits:${contents[0]}:${hex(contents.subarray(1))}`;
  if (tag === 4) return `octets:${hex(contents)}`;
  if (tag === 5 && contents.length === 0) return "null";
  if (tag === 6) return oidText(contents);
  return `tag ${tag.toString(16)}:${hex(contents)}`;
}

/** Quoted text for plain ASCII, hexadecimal for anything else. */
function printableOrHex(contents: Uint8Array): string {
  const isPlain = contents.length > 0 && contents.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isPlain ? quoted(contents) : `:${hex(contents)}`;
}

function quoted(contents: Uint8Array): string {
  const text = Buffer.from(contents).toString("utf8");
  return Buffer.from(text).equals(contents) ? JSON.stringify(text) : `:${hex(contents)}`;
}

/** The decimal number. Throws Error for an encoding that is not minimal. */
export function integerText(contents: Uint8Array): string {
  const [first, second] = contents;
  if (first === undefined) throw new Error("an empty INTEGER");
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw new Error("an INTEGER that is not minimal");
  }
  return BigInt.asIntN(contents.length * 8, BigInt(`0x${hex(contents)}`)).toString();
}

export function oidText(contents: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of contents) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [lead = 0n, ...rest] = arcs;
  const first = lead < 80n ? lead / 40n : 2n;
  return [first, lead - first * 40n, ...rest].join(".");
}
