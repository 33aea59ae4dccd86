import { printable } from "../printable.js";
import { type Box, flatten, type Grade } from "./box.js";
import type { Drawing } from "./boxes.js";

const looks: Readonly<Record<Grade, string>> = {
  error: 'color="#b42318", fillcolor="#fef4f3", penwidth=2',
  warning: 'color="#8f5a00", fillcolor="#fff8e8", penwidth=2',
  expired: 'color="#b42318", fillcolor="#ffffff", penwidth=2, style="filled,rounded,dashed"',
  missing: 'color="#59636e", fillcolor="#ffffff", style="filled,rounded,dashed"',
  sound: 'color="#c8cfd6", fillcolor="#ffffff"',
};

/** The drawing in the language of graphviz, the layout left to it. */
export function writeDot({ boxes }: Drawing, title: string): string {
  const all = flatten(boxes);
  const lines = [
    ...[`graph [rankdir=LR, label=${quote(title)}, labelloc=t, fontname="sans-serif", ranksep=1]`],
    'node [shape=box, style="filled,rounded", fontname="sans-serif", fontsize=10]',
    'edge [color="#9aa4ae", arrowsize=0.7]',
    ...all
      .filter(({ kind }) => kind !== "heading")
      .map((box) => `${quote(box.id)} [${labelOf(box)}, ${looks[box.grade]}]`),
    ...all.filter(({ kind }) => kind !== "heading").flatMap(edgesOf),
  ];
  return `digraph certificates {\n${lines.map((line) => `  ${line};\n`).join("")}}\n`;
}

function edgesOf({ id, children, kind, isOver }: Box): readonly string[] {
  const look = isOver ? ' [style=dashed, color="#b42318"]' : kind === "unknown" ? " [style=dashed]" : "";
  return children.map((child) => `${quote(id)} -> ${quote(child.id)}${look}`);
}

function labelOf({ title, subject, role, state, marks }: Box): string {
  const found = marks.slice(0, mostMarks).map(({ number, finding }) => `${number} ${finding.severity} ${finding.rule}`);
  const more = marks.length - mostMarks;
  const lines = [
    title,
    subject,
    [role, state].filter((part) => part !== "").join(", "),
    ...found,
    more > 0 ? `and ${more} more` : "",
  ];
  return `label=${quote(...lines.filter((line) => line !== ""))}`;
}

const mostMarks = 4;
const mostCharacters = 200;

/** A string of graphviz: lines joined by its own escape, a backslash doubled because labels know others. */
function quote(...lines: readonly string[]): string {
  const escaped = lines.map((line) => {
    const text = line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
    return printable(text).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("&", "&amp;");
  });
  return `"${escaped.join("\\n")}"`;
}
