import type { CheckReport } from "../check/report.js";
import { groupBy } from "../groups.js";
import { type Box, createBox, type Grade } from "./box.js";
import { type Card, cardsOf, counted, isOver, leftText } from "./card.js";
import { chooseCards } from "./choose.js";
import { plantForest } from "./forest.js";
import { type Mark, type Marks, markCards, worstOf } from "./marks.js";

/** What is drawn: certificates under their signers, and then files that are missing or wrong. */
export interface Drawing {
  readonly at: number;
  readonly cards: readonly Card[];
  readonly marks: Marks;
  readonly boxes: readonly Box[];
  gradeOf(card: Card): Grade;
}

/** Chains that are longer end in a fold. */
const mostLevels = 5;
const mostFiles = 30;

/** Makes the boxes of a report. */
export function makeDrawing(report: CheckReport): Drawing {
  const at = Date.parse(report.at);
  const cards = cardsOf(report);
  const marks = markCards(report, cards);
  const forest = plantForest(cards, at);
  const chosen = chooseCards(cards, forest, marks);
  const gradeOf = (card: Card): Grade =>
    worstOf(marks.blaming(card)) ?? (isOver(card, at) || card.starts > at ? "expired" : "sound");

  const boxOf = (card: Card, depth: number): Box => {
    const isDeep = depth >= mostLevels;
    const children = forest.childrenOf(card);
    const twins = forest.twinsOf(card).map(({ paths: [path] }) => path);
    return createBox({
      ...{ id: `c${card.number}`, kind: "certificate", grade: gradeOf(card), title: card.paths[0] },
      ...{
        subject: card.subject,
        role: card.role,
        state: leftText(card, at),
        isOver: isOver(card, at),
        isLeaf: !card.isCa,
      },
      ...{ marks: marks.blaming(card), named: marks.naming(card) },
      remark: [...twins.slice(0, 2).map((path) => `Same key as ${path}`), ...copiesOf(card)].join(". "),
      children: group(`f${card.number}`, isDeep ? [] : children, isDeep ? children : [], depth + 1),
    });
  };
  /** Boxes for the chosen ones, and a fold for the others with all under them. */
  const group = (id: string, some: readonly Card[], more: readonly Card[], depth: number): readonly Box[] => {
    const boxes = some.filter((card) => chosen.has(card)).map((card) => boxOf(card, depth));
    const folded = withAllBelow([...some.filter((card) => !chosen.has(card)), ...more]);
    return folded.length === 0 ? boxes : [...boxes, foldOf(id, folded, boxes.length > 0)];
  };
  const withAllBelow = (some: readonly Card[]): readonly Card[] => {
    const all = [...some];
    for (let each = 0; each < all.length; each++) {
      const card = all[each];
      if (card) for (const child of forest.childrenOf(card)) all.push(child);
    }
    return all;
  };
  const foldOf = (id: string, folded: readonly Card[], isRest: boolean): Box => {
    const looks = folded.map((card) => [card, gradeOf(card)] as const);
    const wrong = looks.filter(([, grade]) => grade !== "sound").length;
    const next = folded.reduce((first, card) => (card.ends < first.ends ? card : first));
    return createBox({
      ...{ id, kind: "fold", grade: wrong > 0 ? "warning" : "sound", isLeaf: true, folded: looks },
      title: `${counted(folded.length, isRest ? "other certificate" : "certificate")}`,
      subject:
        wrong > 0 ? `${counted(wrong, "of them is", "of them are")} wrong or expired` : "nothing wrong with them",
      state: folded.length === 1 ? leftText(next, at) : `the first: ${leftText(next, at)}`,
    });
  };

  const own = forest.roots.filter((card) => card.signers.includes(card.number));
  const authorities = own.filter(({ isCa }) => isCa);
  const lone = own.filter(({ isCa }) => !isCa);
  const unknown = groupBy(
    forest.roots.filter((card) => !own.includes(card)),
    ({ issuer }) => issuer,
  );
  const [drawn, hidden] = partition([...unknown], ([, some]) => some.some((card) => chosen.has(card)));
  const boxes = [
    ...group("f-cas", authorities, [], 0),
    ...drawn.map(([issuer, some], index) => {
      const children = group(`f-unknown-${index}`, some, [], 1);
      return unknownSigner(`unknown-${index}`, issuer, cards, children);
    }),
    ...heading(
      "unknown-more",
      "Signers that are not here",
      group(
        "f-unknown",
        [],
        hidden.flatMap(([, some]) => some),
        1,
      ),
    ),
    ...heading("self-signed", "Signed by themselves", group("f-self", lone, [], 1)),
    ...heading("missing", "Named, but not there", missingFiles(report, marks)),
    ...heading("other-files", "Other files", otherFiles(marks)),
  ];
  return { at, cards, marks, boxes, gradeOf };
}

function copiesOf({ paths, isCa }: Card): readonly string[] {
  const [, ...others] = paths;
  return isCa && others.length > 0 ? [`Also in ${counted(others.length, "other file")}`] : [];
}

function unknownSigner(id: string, issuer: string, cards: readonly Card[], children: readonly Box[]): Box {
  const hasNamesake = cards.some(({ isCa, subject }) => isCa && subject === issuer);
  return createBox({
    ...{ id, kind: "unknown", grade: "missing", title: issuer || "no name", children },
    subject: hasNamesake ? "a CA of this name has another key" : "its certificate is not here",
    ...{ role: "CA", state: "unknown signer" },
  });
}

function heading(id: string, title: string, children: readonly Box[]): readonly Box[] {
  return children.length === 0 ? [] : [createBox({ id, kind: "heading", title, children })];
}

function missingFiles({ uses }: CheckReport, marks: Marks): readonly Box[] {
  const missing = groupBy(
    uses.filter((use) => use.missing === true),
    ({ named }) => named,
  );
  return [...missing].slice(0, mostFiles).map(([named, some], at) => {
    const by = [...new Set(some.map((use) => use.by))];
    return createBox({
      ...{ id: `m${at}`, kind: "file", grade: "missing", title: named, isLeaf: true, state: "missing" },
      subject: `named by ${by.join(", ")}`,
      role: some[0]?.role ?? some[0]?.setting ?? "",
      named: by.flatMap((path) => marks.otherFiles.get(path) ?? []),
    });
  });
}

function otherFiles({ otherFiles: files }: Marks): readonly Box[] {
  return [...files].slice(0, mostFiles).map(([path, marks]: readonly [string, readonly Mark[]], at) => {
    const grade = worstOf(marks) ?? "sound";
    const state = grade === "error" ? "wrong" : "warning";
    return createBox({ ...{ id: `o${at}`, kind: "file", grade, title: path || ".", isLeaf: true, state, marks } });
  });
}

function partition<T>(list: readonly T[], isFirst: (each: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [list.filter(isFirst), list.filter((each) => !isFirst(each))];
}
