import { printable } from "../printable.js";

/** Elements of HTML and SVG. A string in them is always text and is escaped; only what these functions made is not. */

export interface Markup {
  readonly markup: string;
}

export type Content = Markup | string | number | null | readonly Content[];

export type Attributes = Readonly<Record<string, string | number | null>>;

/** No text of a file needs more; a name of a megabyte must not fill the page. */
const mostCharacters = 4000;
const empty = new Set(["meta", "wbr", "rect", "path", "circle", "line"]);

export function element(name: string, attributes: Attributes, ...content: readonly Content[]): Markup {
  const given = Object.entries(attributes).map(([key, value]) =>
    value === null ? "" : ` ${key}="${escapeText(value)}"`,
  );
  if (empty.has(name)) return { markup: `<${name}${given.join("")}/>` };
  return { markup: `<${name}${given.join("")}>${join(content)}</${name}>` };
}

/** Several elements as one. */
export function fragment(...content: readonly Content[]): Markup {
  return { markup: join(content) };
}

function join(content: readonly Content[]): string {
  return content.map(markupOf).join("");
}

function markupOf(content: Content): string {
  if (content === null) return "";
  if (typeof content === "string" || typeof content === "number") return escapeText(content);
  return "markup" in content ? content.markup : join(content);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(value: string | number): string {
  const text = String(value);
  const cut = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
  return printable(cut).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
