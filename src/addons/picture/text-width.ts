import { printable } from "../printable.js";

/**
 * How wide a text will be, without a browser that measures it: the advance widths of DejaVu Sans, in hundredths of an em,
 * for the characters 32 to 126. Of the fonts that browsers take for a page like this one it is the widest, together with
 * Verdana, so that what fits here fits everywhere.
 */
const regular = widthsOf(
  "32 40 46 84 64 95 78 27 39 39 50 84 32 36 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 53 100 68 69 70 77 63 58 77 75 29 29 66 56 86 75 79 60 79 69 63 61 73 68 99 69 61 69 39 34 39 84 50 50 61 63 55 63 62 35 63 63 28 28 58 28 97 63 61 63 63 41 52 39 63 59 82 59 59 52 64 34 64 84",
);
const bold = widthsOf(
  "35 46 52 84 70 100 87 31 46 46 52 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 58 100 77 76 73 83 68 68 82 84 37 37 77 64 100 84 85 73 85 77 72 68 81 77 110 77 72 73 46 37 46 84 50 50 67 72 59 72 68 44 72 71 34 34 67 34 104 71 69 72 72 49 60 48 71 65 92 65 65 58 71 37 71 84",
);

export interface Font {
  readonly size: number;
  readonly isBold?: boolean;
}

/** The width of a text in pixels, as it will be shown; rather too much than too little. */
export function widthOf(text: string, { size, isBold = false }: Font): number {
  const widths = isBold ? bold : regular;
  let sum = 0;
  for (const character of printable(text)) {
    const code = character.codePointAt(0) ?? 0;
    sum += widths[code - 32] ?? (code < 0x250 || code === 0x2026 ? 100 : code < 0x10000 ? 115 : 150);
  }
  return (sum * size) / 100;
}

/** The beginning of a text that fits, or its end. */
export function fitText(text: string, room: number, font: Font, keep: "start" | "end" = "start"): string {
  // What is cut off need not be measured.
  const characters = [...printable(keep === "start" ? text.slice(0, 400) : text.slice(-400))];
  if (text.length <= 400 && widthOf(characters.join(""), font) <= room) return characters.join("");
  if (keep === "end") characters.reverse();
  let left = room - widthOf("…", font);
  const kept: string[] = [];
  for (const character of characters) {
    left -= widthOf(character, font);
    if (left < 0) break;
    kept.push(character);
  }
  return keep === "start" ? `${kept.join("").trimEnd()}…` : `…${kept.reverse().join("")}`;
}

/** The first lines of a text, broken at blanks; the last one ends in … if there is more. */
export function wrap(text: string, room: number, font: Font, mostLines: number): readonly string[] {
  const lines: string[] = [];
  let rest = printable(text.slice(0, 1000)).trim();
  while (rest !== "" && lines.length < mostLines) {
    if (lines.length === mostLines - 1) {
      lines.push(fitText(rest, room, font));
      break;
    }
    const line = firstLine(rest, room, font);
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return lines;
}

function firstLine(text: string, room: number, font: Font): string {
  const words = text.split(" ");
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer, font) > room) break;
    line = longer;
  }
  if (line !== "") return line;
  const characters = [...text];
  let width = 0;
  const end = characters.findIndex((character) => {
    width += widthOf(character, font);
    return width > room;
  });
  return characters.slice(0, Math.max(end, 1)).join("");
}

function widthsOf(list: string): readonly number[] {
  return list.split(" ").map(Number);
}
