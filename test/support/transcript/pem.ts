export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

/** A block as the programs write it, in 64 columns. A line may also end with the two characters `\n`, as in JSON. */
const block = /-----BEGIN ([A-Za-z0-9 ]+)-----(\\n|\n)([A-Za-z0-9+/=\\\n]*?)-----END \1-----/g;

/** Replaces each block that has the programs' layout. Other blocks stay. */
export function replacePem(text: string, replace: (block: PemBlock) => string): string {
  return text.replace(block, (whole: string, label: string, end: string, body: string) => {
    const base64 = body.replaceAll(end, "");
    const lines = `${base64.match(/.{1,64}/g)?.join(end) ?? ""}${end}`;
    const der = Buffer.from(base64, "base64");
    const isUsual = body === lines && der.toString("base64") === base64;
    return isUsual ? replace({ label, der }) : whole;
  });
}

/** All blocks in a text, in any layout. The programs may print one of them in another layout. */
export function looseBlocks(text: string): PemBlock[] {
  const found = text.matchAll(/-----BEGIN ([^-\n]+)-----([^-]+)-----END /g);
  return [...found].map(([, label = "", body = ""]) => {
    const base64 = body.replace(/^.*:.*$/gm, "").replace(/[^A-Za-z0-9+/=]/g, "");
    return { label, der: new Uint8Array(Buffer.from(base64, "base64")) };
  });
}
