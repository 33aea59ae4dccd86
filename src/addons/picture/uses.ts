import type { ReportedUse } from "../check/report-uses.js";
import type { Card } from "./card.js";
import { element, fragment, type Markup } from "./markup.js";
import { cardLink, groupedTable, leftOut, type Page, pathText, section, stateOf } from "./page.js";

const mostUses = 500;

/** What a file is to a program, in words. */
const purposes: Readonly<Record<string, string>> = {
  certificate: "certificate",
  key: "private key",
  chain: "chain",
  trust: "trusted CA",
  "signing-certificate": "CA to sign with",
  "signing-key": "key to sign with",
  "token-verification": "key to check tokens",
  "token-signing": "key to sign tokens",
  kubeconfig: "kubeconfig",
};

/** Which program names which file, and as what. */
export function usesSection(page: Page): Markup | null {
  const { uses } = page.report;
  if (uses.length === 0) return null;
  const at = createLookup(page.drawing.cards);
  const groups = new Map<string, ReportedUse[]>();
  for (const use of uses.slice(0, mostUses)) {
    const key = `${use.component}\n${use.by}`;
    const group = groups.get(key);
    if (group) group.push(use);
    else groups.set(key, [use]);
  }
  const columns = [
    { title: "Setting", width: 25 },
    { title: "As", width: 15 },
    { title: "Role", width: 20 },
    { title: "File", width: 30 },
    { title: "State", width: 15 },
  ] as const;
  const titled = [...groups.values()].map((group) => {
    const [{ component, by } = { component: "", by: "" }] = group;
    return {
      title: fragment(component, " ", element("span", { class: "quiet" }, pathText(by))),
      rows: group.map((use) => ({
        cells: [
          element("code", {}, use.setting),
          purposes[use.purpose] ?? use.purpose,
          roleText(use, at),
          fileText(use, at, page),
          stateText(use, at, page),
        ],
      })),
    };
  });
  return section(
    "uses",
    "Who uses what",
    groupedTable("Programs, what they name, and the files that say so", columns, titled),
    leftOut(uses.length - mostUses, "uses", "cfssl check -json has all"),
  );
}

type Lookup = (use: ReportedUse) => Card | undefined;

/** The certificate that a use is about; of a kubeconfig, its CA or its client's. */
function createLookup(cards: readonly Card[]): Lookup {
  const [leaves, authorities] = [new Map<string, Card>(), new Map<string, Card>()];
  for (const card of [...cards].reverse()) {
    for (const path of card.paths) (card.isCa ? authorities : leaves).set(path, card);
  }
  return ({ path, purpose }) => {
    if (path === undefined || /key|token/.test(purpose)) return undefined;
    const [first, second] = purpose === "trust" ? [authorities, leaves] : [leaves, authorities];
    return first.get(path) ?? second.get(path);
  };
}

/** What a kubeconfig names has the role that its subject tells. */
function roleText(use: ReportedUse, at: Lookup): string {
  return use.role ?? at(use)?.role ?? "";
}

function fileText(use: ReportedUse, at: Lookup, page: Page): Markup {
  const path = use.path ?? use.named;
  const card = at(use);
  return card ? cardLink(card, page, path) : pathText(path);
}

function stateText(use: ReportedUse, at: Lookup, page: Page): Markup | string {
  if (use.missing) return element("span", { class: "left missing" }, "missing");
  if (use.path === undefined) return element("span", { class: "quiet" }, "not among these files");
  const card = at(use);
  return card ? stateOf(card, page) : "";
}
