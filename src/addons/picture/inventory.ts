import type { ReportedFile } from "../check/report.js";
import { type Card, counted, dayText } from "./card.js";
import { element, fragment, type Markup } from "./markup.js";
import { cardLink, leftOut, type Page, pathText, section, stateOf, table } from "./page.js";

/** The most certificates that a page lists. */
export const mostListed = 2000;
const openRows = 60;
const mostNames = 8;
const mostFiles = 200;

const columns = [
  { title: "File", width: 25 },
  { title: "Subject", width: 15 },
  { title: "Role", width: 15 },
  { title: "Valid for", width: 20 },
  { title: "Signed by", width: 15 },
  { title: "Ends", width: 10 },
] as const;

/** All certificates, and the other files. */
export function inventorySection(page: Page): Markup {
  const { cards } = page.drawing;
  const listed = cards.filter((card) => page.listed.has(card));
  const [open, folded] = [listed.slice(0, openRows), listed.slice(openRows)];
  const byNumber = new Map(cards.map((card) => [card.number, card]));
  const rows = (some: readonly Card[]) => some.map((card) => rowOf(card, byNumber, page));
  return section(
    "files",
    "Files",
    open.length === 0
      ? null
      : table(folded.length > 0 ? `The first ${openRows} certificates` : "Certificates", columns, rows(open)),
    folded.length === 0
      ? null
      : element(
          "details",
          {},
          element("summary", {}, counted(folded.length, "other certificate")),
          table("Other certificates", columns, rows(folded)),
        ),
    leftOut(
      cards.length - listed.length,
      "certificates",
      "a page of all would be too large; cfssl check -list and -json have them",
    ),
    otherFiles(page),
    unread(page),
  );
}

function rowOf(card: Card, byNumber: ReadonlyMap<number, Card>, page: Page) {
  const { number, paths, subject, role, sans, keyFile, ends, issuer } = card;
  const copies = paths.length - 1;
  const also = paths.slice(1, 1 + mostNames).join(", ") + (copies > mostNames ? " …" : "");
  const signer = card.signers.map((each) => byNumber.get(each)).find((each) => each !== undefined);
  return {
    id: `row-${number}`,
    cells: [
      fragment(
        page.boxed.has(number) ? element("a", { href: `#c${number}` }, pathText(paths[0])) : pathText(paths[0]),
        copies > 0 ? element("p", { class: "quiet" }, `also in ${also}`) : null,
        keyFile === null ? null : element("p", { class: "quiet" }, "key: ", pathText(keyFile)),
      ),
      subject,
      role,
      sans.slice(0, mostNames).join(", ") +
        (sans.length > mostNames ? ` and ${counted(sans.length - mostNames, "other")}` : ""),
      signer === card
        ? "itself"
        : signer
          ? cardLink(signer, page)
          : fragment(element("span", { class: "left missing" }, "missing"), ` ${issuer}`),
      fragment(dayText(ends), element("p", {}, stateOf(card, page))),
    ],
  };
}

const kinds: Readonly<Record<string, string>> = {
  key: "private key",
  "public-key": "public key",
  request: "certificate request",
  kubeconfig: "kubeconfig",
};

/** Keys, requests and kubeconfigs. */
function otherFiles({ report }: Page): Markup | null {
  const others = report.files.filter(({ kind }) => kinds[kind] !== undefined);
  if (others.length === 0) return null;
  const certificateOf = new Map(report.files.map(({ keyFile, path }) => [keyFile, path]));
  const rows = others.slice(0, mostFiles).map(({ path, kind, subject }) => {
    const certificate = kind === "key" ? certificateOf.get(path) : undefined;
    return { cells: [pathText(path), kinds[kind] ?? kind, subject ?? (certificate ? `of ${certificate}` : "")] };
  });
  return element(
    "details",
    {},
    element("summary", {}, `${counted(others.length, "key, request or kubeconfig", "keys, requests and kubeconfigs")}`),
    table(
      "Other files",
      [
        { title: "File", width: 40 },
        { title: "Kind", width: 20 },
        { title: "Of", width: 40 },
      ],
      rows,
    ),
    leftOut(others.length - mostFiles, "files", "cfssl check -json has all"),
  );
}

function unread({ report }: Page): Markup | null {
  const files: readonly ReportedFile[] = report.files.filter(({ kind }) => kind === "unreadable");
  if (files.length === 0) return null;
  return fragment(
    table(
      "Files that could not be read",
      [
        { title: "File", width: 40 },
        { title: "Why", width: 50 },
      ],
      files.slice(0, mostFiles).map(({ path, reason = "" }) => ({ cells: [pathText(path || "."), reason] })),
    ),
    leftOut(files.length - mostFiles, "files", "cfssl check -json has all"),
  );
}
