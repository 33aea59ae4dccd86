import type { CheckReport } from "../check/report.js";
import { makeDrawing } from "./boxes.js";
import { writeDot } from "./dot.js";
import { writePage } from "./html.js";
import { drawSvg } from "./svg.js";

/** A page with everything, the drawing alone, or the drawing for graphviz. */
export const pictureForms = ["html", "svg", "dot"] as const;

export type PictureForm = (typeof pictureForms)[number];

/** Draws the certificates of a report. */
export function drawPicture(report: CheckReport, form: PictureForm, title: string): string {
  const drawing = makeDrawing(report);
  switch (form) {
    case "html":
      return writePage(report, drawing, title);
    case "svg":
      return drawSvg(drawing, title);
    case "dot":
      return writeDot(drawing, title);
  }
}
