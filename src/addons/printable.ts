/**
 * A text out of files as a terminal or a page may have it: control characters, line breaks and marks that change the
 * direction of writing become visible, so that no name can forge output. Nor may XML have most of them.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xff) return `\\u{${code.toString(16)}}`;
    return `\\x${code.toString(16).padStart(2, "0")}`;
  });
}
