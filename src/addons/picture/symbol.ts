import type { Grade } from "./box.js";
import { element, fragment, type Markup } from "./markup.js";

/** A sign for each look, told apart by its shape alone; 14 by 14 pixels around a point. */
export function symbol(grade: Grade, x: number, y: number): Markup {
  const shape = (d: string) => element("path", { class: `sign ${grade}`, d });
  const stroke = (d: string) => element("path", { class: "stroke", d });
  switch (grade) {
    case "error":
      return fragment(shape(octagon(x, y, 7)), stroke(`M${x - 2.5} ${y - 2.5}l5 5m0-5l-5 5`));
    case "warning":
      return fragment(shape(`M${x} ${y - 6.5}l7 12.5h-14z`), stroke(`M${x} ${y - 2}v3.6m0 2.1v.2`));
    case "expired":
      return fragment(shape(circle(x, y, 6.5)), stroke(`M${x} ${y - 3.5}v3.8l2.6 1.6`));
    case "missing":
      return fragment(
        element("path", { class: "sign missing", d: circle(x, y, 6) }),
        element("path", { class: "stroke missing", d: `M${x - 3} ${y}h6` }),
      );
    case "sound":
      return fragment(shape(circle(x, y, 6.5)), stroke(`M${x - 3} ${y}l2.2 2.3 3.8-4.4`));
  }
}

/** The sign's meaning in one word. */
export const gradeWords: Readonly<Record<Grade, string>> = {
  error: "error",
  warning: "warning",
  expired: "expired or not yet valid",
  missing: "missing",
  sound: "nothing wrong",
};

export function octagon(x: number, y: number, radius: number): string {
  const cut = radius * 0.41;
  const side = 2 * cut;
  const slant = radius - cut;
  return `M${x - cut} ${y - radius}h${side}l${slant} ${slant}v${side}l${-slant} ${slant}h${-side}l${-slant} ${-slant}v${-side}z`;
}

export function circle(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}
