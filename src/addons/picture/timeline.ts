import { type Card, counted, daysBetween, dayText } from "./card.js";
import { element, fragment, type Markup } from "./markup.js";
import { cardLink, type Page, section, stateOf, table } from "./page.js";

const mostRows = 40;

/** The marks of the axis, in days. It is logarithmic: the next days count as much as the next years. */
const marksOfAxis = [
  [1, "day"],
  [7, "week"],
  [30, "month"],
  [90, "3 m."],
  [365, "year"],
  [1825, "5 y."],
  [3650, "10 y."],
] as const;
const lastDay = 7300;

/** Where a number of days is on the axis, from 0 to 1000. */
function placeOf(days: number): number {
  const place = Math.log1p(Math.max(Math.min(days, lastDay), 0) * 2) / Math.log1p(lastDay * 2);
  return Math.round(place * 1000);
}

/** The days that certificates have left, those that end first on top. */
export function timelineSection(page: Page): Markup | null {
  const { cards, at } = page.drawing;
  const byEnd = [...cards].sort((a, b) => a.ends - b.ends || a.number - b.number);
  if (byEnd.length === 0) return null;
  const shown = byEnd.slice(0, mostRows);
  const columns = [
    { title: "File", look: "path" },
    { title: "Ends", look: "nowrap" },
    { title: "Left" },
    { title: "From now on: day, week, month, year, 10 years", look: "bar" },
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

/** The time that is left, as a line on the axis; over ones have a cross at its start. */
function bar(card: Card, { drawing }: Page): Markup {
  const days = daysBetween(drawing.at, card.ends);
  const level = drawing.levelOf(card);
  const end = placeOf(days);
  return element(
    "svg",
    { class: "bar", viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true", height: 20 },
    marksOfAxis.map(([mark]) => element("path", { class: "tick", d: `M${placeOf(mark)} 0v20` })),
    days < 0
      ? element("path", { class: "over", d: "M2 5l10 10m0-10l-10 10" })
      : element("rect", { class: `length ${level}`, x: 0, y: 6, width: Math.max(end, 4), height: 8 }),
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

/** How many certificates end when. */
function histogram(cards: readonly Card[], at: number): Markup {
  const days = cards.map(({ ends }) => daysBetween(at, ends));
  const counts = bins.map(([, from, to]) => days.filter((each) => each >= from && each < to).length);
  const most = Math.max(1, ...counts);
  const rows = bins.map(([name], index) => {
    const count = counts[index] ?? 0;
    const width = Math.round((count / most) * 1000);
    const level = index === 0 ? "error" : index < 3 ? "warning" : "sound";
    return {
      cells: [
        name,
        counted(count, "certificate"),
        element(
          "svg",
          { class: "bar", viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true", height: 20 },
          width > 0
            ? element("rect", { class: `length ${level}`, x: 0, y: 4, width: Math.max(width, 4), height: 12 })
            : null,
        ),
      ],
    };
  });
  return fragment(
    table(
      "How many certificates end when",
      [
        { title: "Left", look: "nowrap" },
        { title: "Certificates", look: "nowrap" },
        { title: "Share", look: "bar" },
      ],
      rows,
    ),
  );
}
