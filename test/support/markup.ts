/** A strict reader of XML, and so of the HTML that is XML too: anything else throws. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

const token =
  /<\/(?<end>[a-zA-Z]+\d?)>|<(?<start>[a-zA-Z]+\d?)(?<attributes>(?: [a-zA-Z\d:-]+="[^"<]*")*)(?<empty>\/)?>|(?<text>[^<]+)/y;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

export function readMarkup(markup: string): Element {
  const text = markup.replace(/^(?:<\?xml version="1\.0" encoding="UTF-8"\?>|<!DOCTYPE html>)\n/, "");
  const root = { name: "", attributes: {}, children: [] as (Element | string)[] };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const { start, end, attributes = "", empty, text: words } = token.exec(text)?.groups ?? {};
    const inner = open.at(-1);
    if (!inner) throw new Error(`nothing is open: ${text.slice(at, at + 80)}`);
    if (words !== undefined) inner.children.push(decode(words));
    else if (start !== undefined) {
      const element = { name: start, attributes: readAttributes(attributes), children: [] };
      inner.children.push(element);
      if (empty === undefined) open.push(element);
    } else if (end !== undefined && inner.name === end) open.pop();
    else throw new Error(`no markup: ${text.slice(at, at + 80)}`);
  }
  const [element] = root.children;
  if (open.length !== 1 || typeof element !== "object") throw new Error("elements are still open");
  return element;
}

function readAttributes(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/ ([^=]+)="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, decode(value)] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`an attribute comes twice:${text}`);
  return Object.fromEntries(pairs);
}

function decode(text: string): string {
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Cs}]/u.test(text)) throw new Error("XML has no such character");
  return text.replace(/&([^;]*);?/g, (all, name: string) => {
    const character = entities[name];
    if (character === undefined || !all.endsWith(";")) throw new Error(`no entity: ${all}`);
    return character;
  });
}

/** An element and all in it. */
export function elementsOf(element: Element): readonly Element[] {
  return [element, ...element.children.flatMap((child) => (typeof child === "string" ? [] : elementsOf(child)))];
}

export function textOf({ children }: Element): string {
  return children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}
