/** Bytes as text. Everything but printable characters, line feeds and tabs is shown as its hexadecimal code. */
export function readableText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("utf8");
  if (Buffer.from(text).equals(bytes)) return text.replace(unprintable, (char) => codes(Buffer.from(char)));
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/[^\n\t\x20-\x7e]/g, (char) => codes(Buffer.from(char, "latin1")));
}

const unprintable = /[^\P{C}\n\t]|[\u2028\u2029\ufffd\u00a0]/gu;

function codes(bytes: Buffer): string {
  return `‹${bytes.toString("hex")}›`;
}

/** Whether a help screen starts with this line. Help is in the project's own words; only its presence counts. */
export function isUsage(line: string): boolean {
  return /^Usage\b/.test(line) || /^\tcfssl(-certinfo|-bundle|-newkey)? .*-- /.test(line);
}
