export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

/** A block as the programs write it: 64 columns. `\n` may stand for a line's end, as in JSON. */
const block = /-----BEGIN ([A-Za-z0-9 ]+)-----(\\n|\n)([A-Za-z0-9+/=\\\n]*?)-----END \1-----/g;

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

/** Every block in a text in whatever layout: what the programs print may be one of these, laid out anew. */
export function looseBlocks(text: string): PemBlock[] {
  const found = text.matchAll(/-----BEGIN ([^-\n]+)-----([^-]+)-----END /g);
  return [...found].map(([, label = "", body = ""]) => {
    const base64 = body.replace(/^.*:.*$/gm, "").replace(/[^A-Za-z0-9+/=]/g, "");
    return { label, der: new Uint8Array(Buffer.from(base64, "base64")) };
  });
}
