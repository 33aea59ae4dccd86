export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

/** A block as the programs write it: 64 columns. `\n` may stand for a line's end, as in JSON. */
const block = /-----BEGIN ([A-Za-z0-9 ]+)-----(\\n|\n)([A-Za-z0-9+/=\\\n]*?)-----END \1-----/g;

/** Every block in a text that is laid out as the programs do it. */
export function pemBlocks(text: string): PemBlock[] {
  const found: PemBlock[] = [];
  replacePem(text, (each) => {
    found.push(each);
    return "";
  });
  return found;
}

/** The text with each block that is laid out as the programs do it replaced; any other stays. */
export function replacePem(text: string, replace: (block: PemBlock) => string): string {
  return text.replace(block, (whole: string, label: string, end: string, body: string) => {
    const base64 = body.replaceAll(end, "");
    const lines = `${base64.match(/.{1,64}/g)?.join(end) ?? ""}${end}`;
    const der = Buffer.from(base64, "base64");
    const isUsual = body === lines && der.toString("base64") === base64;
    return isUsual ? replace({ label, der }) : whole;
  });
}
