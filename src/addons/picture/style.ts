/** The colors of a picture, in daylight and at night. Text on its ground has a contrast of at least 4.5 to 1. */
export interface Palette {
  readonly scheme: "light" | "dark";
  readonly paper: string;
  readonly card: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly edge: string;
  readonly soft: string;
  readonly link: string;
  readonly onSign: string;
  readonly error: string;
  readonly errorSoft: string;
  readonly warning: string;
  readonly warningSoft: string;
  readonly sound: string;
  readonly cell: string;
}

const day: Palette = {
  ...{
    scheme: "light",
    paper: "#ffffff",
    card: "#ffffff",
    ink: "#1b1f24",
    quiet: "#59636e",
    line: "#c8cfd6",
    edge: "#9aa4ae",
    soft: "#f5f7f9",
  },
  ...{ link: "#0b5cad", onSign: "#ffffff", error: "#b42318", errorSoft: "#fef4f3" },
  ...{ warning: "#8f5a00", warningSoft: "#fff8e8", sound: "#2f6f4f", cell: "#7fb096" },
};

const night: Palette = {
  ...{
    scheme: "dark",
    paper: "#14171b",
    card: "#1c2026",
    ink: "#e8ebee",
    quiet: "#a0a9b3",
    line: "#454d57",
    edge: "#6d7782",
    soft: "#1c2026",
  },
  ...{ link: "#7db8f5", onSign: "#14171b", error: "#ff8f85", errorSoft: "#2e1c1b" },
  ...{ warning: "#e5b454", warningSoft: "#2b2415", sound: "#7cc4a0", cell: "#4b7f66" },
};

/** Rules in daylight, and what differs on a screen at night. */
export function themed(rules: (palette: Palette) => string): string {
  return `${rules(day)}@media screen and (prefers-color-scheme:dark){${rules(night)}}`;
}

const fonts = `system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",Arial,sans-serif`;

const shapes = `.drawing{font:12px/1.3 ${fonts}}
.drawing .title{font-size:13px;font-weight:600}
.drawing .folder{font-weight:400}
.drawing .small{font-size:11px}
.drawing .end{text-anchor:end}
.drawing .column{font-size:11px;font-weight:600;letter-spacing:.04em}
.drawing .frame{stroke-width:1}
.drawing .unknown .frame,.drawing .file.missing .frame{stroke-dasharray:5 4;stroke-width:1.5}
.drawing .error>.frame,.drawing .warning>.frame,.drawing .expired>.frame{stroke-width:1.5}
.drawing .state,.drawing .rule{font-weight:600}
.stroke{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.sign.missing{fill:none;stroke-width:1.5;stroke-dasharray:3 2.4}
.drawing .mark text{font-weight:700;text-anchor:middle}
.drawing .mark path{stroke-width:1.5}
.drawing .edge .way{fill:none;stroke-width:1.5}
.drawing .edge.missing .way,.drawing .edge.expired .way{stroke-dasharray:5 4}
`;

const drawingColors = (c: Palette) => `.drawing text{fill:${c.ink}}
.drawing .paper{fill:${c.paper}}
.drawing .quiet,.drawing .folder,.drawing .column{fill:${c.quiet}}
.drawing .frame{fill:${c.card};stroke:${c.line}}
.drawing .stripe{fill:${c.sound}}
.drawing .error>.frame{fill:${c.errorSoft};stroke:${c.error}}
.drawing .error>.stripe,.drawing .expired>.stripe{fill:${c.error}}
.drawing .expired>.frame{stroke:${c.error}}
.drawing .warning>.frame{fill:${c.warningSoft};stroke:${c.warning}}
.drawing .warning>.stripe{fill:${c.warning}}
.drawing .missing>.frame{fill:none;stroke:${c.quiet}}
.drawing .missing>.stripe{fill:none}
.drawing .expired>.state,.drawing .over>.state,.drawing .error .severity{fill:${c.error}}
.drawing .warning .severity{fill:${c.warning}}
.sign.error,.sign.expired,.cell.error,.cell.expired{fill:${c.error}}
.sign.warning,.cell.warning{fill:${c.warning}}
.sign.sound{fill:${c.sound}}
.cell.sound{fill:${c.cell}}
.sign.missing,.stroke.missing{stroke:${c.quiet}}
.stroke{stroke:${c.onSign}}
.mark text{fill:${c.onSign}}
.mark.error path{fill:${c.error};stroke:${c.error}}
.mark.warning path{fill:${c.warning};stroke:${c.warning}}
.mark.named path{fill:${c.card}}
.mark.error.named text{fill:${c.error}}
.mark.warning.named text{fill:${c.warning}}
.edge .way{stroke:${c.edge}}
.edge .tip{fill:${c.edge}}
.edge.expired .way{stroke:${c.error}}
.edge.expired .tip{fill:${c.error}}
.edge.missing .way{stroke:${c.quiet}}
.edge.missing .tip{fill:${c.quiet}}
`;

/** The style of the drawing, for a file of its own. */
export const drawingStyle = shapes + themed(drawingColors);
