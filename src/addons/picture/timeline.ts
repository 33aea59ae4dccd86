import { type Card, daysBetween, dayText, groupDigits } from "./card.js";
import { element, type Markup } from "./markup.js";
import { cardLink, type Page, section, stateOf, table } from "./page.js";

const mostRows = 40;

/** The marks of the axis, in days. It is logarithmic: the next days count as much as the next years. */
const marksOfAxis = [
  [0, "now"],
  [1, ""],
  [7, "1 w"],
  [30, "1 mo"],
  [91, "3 mo"],
  [365, "1 y"],
  [1096, "3 y"],
  [3652, "10 y"],
] as const;
const lastDay = 7300;

/** Where a number of days is on the axis. */
function placeOf(days: number): string {
  const place = Math.log1p(Math.max(Math.min(days, lastDay), 0)) / Math.log1p(lastDay);
  return `${Math.round(place * 1000) / 10}%`;
}

/** The days that certificates have left, those that end first on top. */
export function timelineSection(page: Page): Markup | null {
  const { cards, at } = page.drawing;
  const byEnd = [...cards].sort((a, b) => endOf(a) - endOf(b) || a.number - b.number);
  if (byEnd.length === 0) return null;
  const shown = byEnd.slice(0, mostRows);
  const columns = [
    { title: "File", width: 30 },
    { title: "Ends", width: 10 },
    { title: "Left", width: 20 },
    { title: "Time left", width: 40, look: "axis", head: axis() },
  ] as const;
  const rows = shown.map((card) => ({
    cells: [cardLink(card, page), dayText(card.ends), stateOf(card, page), bar(card, page)],
  }));
  return section(
    "timeline",
    "Days left",
    byEnd.length > mostRows ? histogram(byEnd, at) : null,
    table(
      byEnd.length > mostRows
        ? `The ${mostRows} certificates that end first`
        : "Certificates, those that end first on top",
      columns,
      rows,
    ),
  );
}

function axis(): Markup {
  return element(
    "svg",
    { class: "bar", role: "img", "aria-label": "Time left, from a day to ten years" },
    marksOfAxis.map(([mark, name], at) => {
      return element("text", { x: placeOf(mark), y: 15, class: at === 0 ? "first" : null }, name);
    }),
  );
}

/** The time that is left, as a line on the axis; what is over has a cross at its start. */
function bar(card: Card, { drawing }: Page): Markup {
  const days = daysBetween(drawing.at, card.ends);
  return element(
    "svg",
    { class: "bar", "aria-hidden": "true" },
    marksOfAxis.map(([mark]) =>
      element("line", { class: "tick", x1: placeOf(mark), x2: placeOf(mark), y1: 0, y2: 20 }),
    ),
    Number.isNaN(days)
      ? null
      : days < 0
        ? element("path", { class: "gone", d: "M1 5l10 10m0-10l-10 10" })
        : element("rect", {
            class: `length ${drawing.gradeOf(card)}`,
            x: 0,
            y: 6,
            width: placeOf(days),
            height: 8,
            rx: 2,
          }),
  );
}

const bins = [
  ["expired", Number.NEGATIVE_INFINITY, 0],
  ["less than a week", 0, 7],
  ["a week to a month", 7, 30],
  ["1 to 3 months", 30, 90],
  ["3 months to a year", 90, 365],
  ["1 to 5 years", 365, 1825],
  ["more than 5 years", 1825, Number.POSITIVE_INFINITY],
] as const;

/** One whose end is unknown comes last; no date is as late. */
function endOf({ ends }: Card): number {
  return Number.isNaN(ends) ? Number.MAX_VALUE : ends;
}

/** How many certificates end when. */
function histogram(cards: readonly Card[], at: number): Markup {
  const days = cards.map(({ ends }) => daysBetween(at, ends));
  const counts = bins.map(([, from, to]) => days.filter((each) => each >= from && each < to).length);
  const most = counts.reduce((greatest, count) => Math.max(greatest, count), 1);
  const rows = bins.map(([name], index) => {
    const count = counts[index] ?? 0;
    const width = `${Math.round((count / most) * 1000) / 10}%`;
    const grade = index === 0 ? "error" : index < 3 ? "warning" : "sound";
    return {
      cells: [
        name,
        groupDigits(count),
        element(
          "svg",
          { class: "bar", "aria-hidden": "true" },
          count > 0 ? element("rect", { class: `length ${grade}`, x: 0, y: 4, width, height: 12, rx: 2 }) : null,
        ),
      ],
    };
  });
  return table(
    "How many certificates end when",
    [
      { title: "Left", width: 25 },
      { title: "Certificates", width: 25 },
      { title: "Share", width: 50, look: "axis" },
    ],
    rows,
    "narrow",
  );
}
