import type { CheckReport } from "../check/report.js";
import { flatten } from "./box.js";
import type { Drawing } from "./boxes.js";
import { counted, dayText } from "./card.js";
import { drawingSection } from "./drawing-section.js";
import { findingsSection } from "./findings.js";
import { inventorySection, mostListed } from "./inventory.js";
import { element, fragment, type Markup } from "./markup.js";
import type { Page } from "./page.js";
import { pageStyle, pageStyleHash } from "./page-style.js";
import { symbol } from "./symbol.js";
import { timelineSection } from "./timeline.js";
import { usesSection } from "./uses.js";

/** A page that needs nothing but itself: no script, no other file, no network. */
export function writePage(report: CheckReport, drawing: Drawing, title: string): string {
  const page: Page = {
    ...{ report, drawing },
    listed: new Set(drawing.cards.slice(0, mostListed)),
    otherBoxes: new Map(
      flatten(drawing.boxes).flatMap(({ kind, id, title: path }) => (kind === "file" ? [[path, id] as const] : [])),
    ),
    boxed: new Set(
      flatten(drawing.boxes).flatMap(({ kind, id }) => (kind === "certificate" ? [Number(id.slice(1))] : [])),
    ),
  };
  const uses = usesSection(page);
  const timeline = timelineSection(page);
  const policy = `default-src 'none'; style-src '${pageStyleHash}'; base-uri 'none'; form-action 'none'`;
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("meta", { name: "referrer", content: "no-referrer" }),
    element("title", {}, `${verdictOf(report)}: ${title}`),
    { markup: `<style>${pageStyle}</style>` },
  );
  const body = element(
    "body",
    {},
    element("header", {}, header(report, drawing, title), contents(uses !== null, timeline !== null)),
    element("main", {}, findingsSection(page), drawingSection(page), uses, timeline, inventorySection(page)),
    element("footer", {}, "Made by cfssl check. There is no private key and no script in this page."),
  );
  return `<!DOCTYPE html>\n${element("html", { lang: "en" }, head, body).markup}\n`;
}

function verdictOf({ summary: { errors, warnings }, files }: CheckReport): string {
  const found = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  const isPartial = files.some(({ kind }) => kind === "unreadable");
  return found.join(", ") || `Nothing wrong${isPartial ? " in what was read" : ""}`;
}

function header(report: CheckReport, { at }: Drawing, title: string): Markup {
  const { certificates, cas, keys, kubeconfigs, errors, warnings } = report.summary;
  const grade = errors > 0 ? "error" : warnings > 0 ? "warning" : "sound";
  const counts = [
    counted(certificates, "certificate"),
    `${counted(cas, "CA")} among them`,
    counted(keys, "private key"),
    ...(kubeconfigs > 0 ? [counted(kubeconfigs, "kubeconfig")] : []),
  ];
  const sign = element(
    "svg",
    { viewBox: "0 0 16 16", width: 28, height: 28, "aria-hidden": "true" },
    symbol(grade, 8, 8),
  );
  return fragment(
    element("h1", {}, title),
    element("p", { class: `verdict ${grade}` }, sign, element("strong", {}, verdictOf(report))),
    element("p", { class: "counts" }, counts.join(" · ")),
    element("p", { class: "quiet" }, "As of ", element("time", { datetime: report.at }, momentText(report.at, at))),
  );
}

function momentText(text: string, at: number): string {
  return Number.isNaN(at) ? text : `${dayText(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`;
}

function contents(hasUses: boolean, hasTimeline: boolean): Markup {
  const entries = [
    ["findings", "Findings"],
    ["drawing", "Who signs whom"],
    ...(hasUses ? [["uses", "Who uses what"] as const] : []),
    ...(hasTimeline ? [["timeline", "Days left"] as const] : []),
    ["files", "Files"],
  ] as const;
  return element(
    "nav",
    { "aria-label": "Contents" },
    element(
      "ul",
      {},
      entries.map(([id, name]) => element("li", {}, element("a", { href: `#${id}` }, name))),
    ),
  );
}
