import { type Box, flatten, type Grade } from "./box.js";
import { type Card, counted, leftText } from "./card.js";
import { element, fragment, type Markup } from "./markup.js";
import { cardLink, leftOut, type Page, section } from "./page.js";
import { drawParts } from "./svg.js";
import { symbol } from "./symbol.js";

/** The most certificates that folds list, all together. */
const mostFolded = 1000;

const meanings: readonly (readonly [Grade, string])[] = [
  ["sound", "nothing wrong"],
  ["warning", "has a warning"],
  ["error", "has an error"],
  ["expired", "expired or not yet valid"],
  ["missing", "not among these files"],
];

/** The drawing in a box that scrolls where there is little room, its legend, and what it folds. */
export function drawingSection(page: Page): Markup {
  const { boxes, cards } = page.drawing;
  return section(
    "drawing",
    "Who signs whom",
    boxes.length === 0 ? element("p", {}, "There is no certificate.") : null,
    boxes.length === 0 ? null : legend(page),
    boxes.length === 0
      ? null
      : element(
          "div",
          { class: "scroll", role: "region", tabindex: 0, "aria-label": "Drawing: who signs whom" },
          drawParts(page.drawing),
        ),
    boxes.length === 0 ? null : element("p", { class: "hint" }, "The drawing scrolls sideways."),
    folds(flatten(boxes), cards.length, page),
  );
}

/** The signs that the drawing has. */
function legend({ drawing }: Page): Markup {
  const used = new Set(
    flatten(drawing.boxes).flatMap(({ grade, folded }) => [grade, ...folded.map(([, each]) => each)]),
  );
  return element(
    "ul",
    { class: "legend" },
    meanings
      .filter(([grade]) => used.has(grade))
      .map(([grade, meaning]) =>
        element(
          "li",
          {},
          element("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, symbol(grade, 8, 8)),
          ` ${meaning}`,
        ),
      ),
    drawing.marks.all.length === 0
      ? null
      : element("li", {}, "A number leads to its finding; where it is hollow, the finding only names the certificate."),
  );
}

/** What the drawing shows as squares, in words. */
function folds(boxes: readonly Box[], all: number, page: Page): Markup {
  let room = mostFolded;
  let hidden = 0;
  const lists = boxes.flatMap((box) => {
    if (box.folded.length === 0) return [];
    const cards = box.folded.slice(0, Math.max(room, 0)).map(([card]) => card);
    room -= cards.length;
    hidden += box.folded.length - cards.length;
    const signer = boxes.find(({ children }) => children.includes(box));
    return [foldList(box, cards, signer, page)];
  });
  return fragment(lists, leftOut(hidden, `of the ${counted(all, "certificate")}`, "cfssl check -list has all"));
}

function foldList(box: Box, cards: readonly Card[], signer: Box | undefined, page: Page): Markup {
  const under = signer === undefined ? "" : ` under ${signer.title}`;
  return element(
    "details",
    { id: `list-${box.id}` },
    element("summary", {}, `${box.title}${under}: ${box.subject}`),
    element(
      "ul",
      { class: "folded" },
      cards.map((card) =>
        element(
          "li",
          {},
          cardLink(card, page),
          " ",
          element("span", { class: "quiet" }, leftText(card, page.drawing.at)),
        ),
      ),
      cards.length < box.folded.length
        ? element("li", {}, `and ${counted(box.folded.length - cards.length, "other")}`)
        : null,
    ),
  );
}
