import type { ReportedFinding } from "../check/report.js";
import { counted } from "./card.js";
import type { Mark } from "./marks.js";
import { element, fragment, type Markup } from "./markup.js";
import { cardLink, leftOut, type Page, pathText, section } from "./page.js";

/** Of more findings, each but the first ones shows its title alone until it is opened. */
const mostOpen = 8;
const mostFiles = 12;
const mostSeen = 4;

/** Everything that was found, errors first, each with an anchor. */
export function findingsSection(page: Page): Markup {
  const { all } = page.drawing.marks;
  if (all.length === 0) return section("findings", "Findings", element("p", {}, "There are none."));
  const shown = all.filter(({ isShown }) => isShown);
  return section(
    "findings",
    "Findings",
    element(
      "ol",
      { class: "findings" },
      shown.map((mark, at) => element("li", {}, findingCard(mark, page, all.length > mostOpen && at >= mostOpen / 2))),
    ),
    leftOut(all.length - shown.length, "findings", "cfssl check prints all"),
  );
}

function findingCard(mark: Mark, page: Page, isFolded: boolean): Markup {
  const { number, finding } = mark;
  const { severity, rule, files } = finding;
  const [path = ""] = files;
  const names = { id: `finding-${number}`, "aria-labelledby": `finding-${number}-title` };
  const title = element(
    "h3",
    { id: `finding-${number}-title` },
    element("span", { class: `badge ${severity}`, "aria-hidden": "true" }, number),
    element("span", { class: "word" }, severity),
    " ",
    element("span", { class: "rule" }, rule),
    isFolded ? element("span", { class: "quiet" }, " ", pathText(path || ".")) : null,
  );
  const body = [element("p", { class: "file" }, fileLink(path, page)), ...findingBody(finding, page)];
  // A link to something within a closed element opens it.
  return isFolded
    ? element(
        "details",
        { class: `finding ${severity}` },
        element("summary", {}, title),
        element("article", names, body),
      )
    : element("article", { ...names, class: `finding ${severity}` }, title, body);
}

function findingBody({ files, message, expected, found, seenAs, mend, usedBy }: ReportedFinding, page: Page) {
  const [, ...others] = files;
  return [
    element("p", {}, message),
    element(
      "dl",
      {},
      entry("Expected", expected),
      entry("Found", found),
      entry("With", others.length === 0 ? undefined : pathList(others, page)),
      entry("Used by", usedBy.length === 0 ? undefined : usedBy.join(", ")),
      entry("Programs say", seenAs.length === 0 ? undefined : seenTexts(seenAs)),
      entry("Mend", mendText(mend)),
    ),
  ];
}

function entry(name: string, content: Markup | string | null | undefined): Markup | null {
  if (content === undefined || content === null || content === "") return null;
  return element("div", {}, element("dt", {}, name), element("dd", {}, content));
}

function pathList(paths: readonly string[], page: Page): Markup {
  const more = paths.length - mostFiles;
  return element(
    "ul",
    { class: "plain" },
    paths.slice(0, mostFiles).map((path) => element("li", {}, fileLink(path, page))),
    more > 0 ? element("li", {}, `and ${counted(more, "other")}`) : null,
  );
}

function seenTexts(texts: readonly string[]): Markup {
  return fragment(texts.slice(0, mostSeen).map((text) => element("p", { class: "seen" }, element("samp", {}, text))));
}

function mendText({ text, commands }: { readonly text: string; readonly commands: readonly string[] }): Markup {
  return fragment(
    element("p", {}, text),
    commands.map((command) => element("pre", { tabindex: 0 }, element("code", {}, command))),
  );
}

/** The way back: the box of a file in the drawing, or its row in the table. */
function fileLink(path: string, page: Page): Markup {
  const cards = page.drawing.marks.cardsAt(path);
  const boxed = cards.find(({ number }) => page.boxed.has(number));
  const other = page.otherBoxes.get(path);
  const anchor = boxed ? `c${boxed.number}` : other;
  if (anchor !== undefined) return element("a", { href: `#${anchor}` }, pathText(path || "."));
  const [card] = cards;
  return card ? cardLink(card, page, path) : pathText(path || ".");
}
