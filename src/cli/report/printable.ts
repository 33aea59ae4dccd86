/**
 * A text out of files as a terminal may have it: control characters, line breaks and marks that change the direction of
 * writing become visible, so that no name can forge output.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xff) return `\\u{${code.toString(16)}}`;
    return `\\x${code.toString(16).padStart(2, "0")}`;
  });
}

/** JSON on lines, with the characters escaped that `printable` escapes. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}
