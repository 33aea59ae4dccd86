import type { CheckReport } from "../addons/check/report.js";
import { drawPicture, type PictureForm, pictureForms } from "../addons/picture/picture.js";
import { givenMembers, givenText } from "./argument.js";
import { givenReport } from "./given-report.js";

/** How a report is drawn. */
export interface DrawOptions {
  /**
   * `html` is a page of its own, without scripts: findings, who signs whom, who uses what, days left, files. `svg` is the
   * drawing of who signs whom alone, `dot` the same for graphviz. Default: `html`.
   */
  readonly as?: PictureForm | undefined;
  /** The title; default: `Certificates`. */
  readonly title?: string | undefined;
}

/**
 * Draws what `check` found, as `cfssl check -html`, `-svg` and `-dot` do. The answer is a text of a bounded size that
 * names nothing outside of itself; what files say is escaped in it.
 *
 * @example
 * ```ts
 * import { check, drawReport, selfsign } from "cfssl-ts";
 *
 * const { cert } = await selfsign({ CN: "web", hosts: ["web.example"] });
 * const report = await check([{ path: "web.pem", bytes: cert }]);
 * const page = drawReport(report, { title: "The web server" });
 * console.log(page.startsWith("<!DOCTYPE html>")); // true
 * ```
 *
 * @throws TypeError for an argument of a wrong kind; RangeError for a form, a kind or a time that is not known
 */
export function drawReport(report: CheckReport, options: DrawOptions = {}): string {
  const { member } = givenMembers({ name: "options", value: options }, "options.");
  const [as, title] = [member("as"), member("title")];
  const form = as.value === undefined ? "html" : pictureForms.find((each) => each === givenText(as));
  if (form === undefined) throw new RangeError(`options.as must be one of ${pictureForms.join(", ")}`);
  const heading = title.value === undefined ? "Certificates" : givenText(title);
  return drawPicture(givenReport({ name: "report", value: report }), form, heading);
}
