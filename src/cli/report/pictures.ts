import type { CheckReport } from "../../addons/check/report.js";
import type { PictureForm } from "../../addons/picture/picture.js";
import { GoError } from "../../go/errors.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Host } from "../../host/host.js";
import { Refusal } from "../exit-code.js";
import type { Flags } from "../flags.js";
import type { FlagHelp } from "../help/page.js";

/** A picture that is asked for, and where it goes: a file, or `-` for standard output. */
interface Picture {
  readonly form: PictureForm;
  readonly path: string;
}

const forms: readonly (readonly [PictureForm, string])[] = [
  ["html", "also write a page: who signs whom, who uses what, days left, and what is wrong"],
  ["svg", "also write the drawing of who signs whom alone"],
  ["dot", "also write the drawing for graphviz"],
];

/** The flags that ask for pictures. */
export function pictureFlags(): readonly FlagHelp[] {
  return forms.map(([name, description]) => ({
    ...{ name, kind: "string", default: "", placeholder: "FILE" },
    ...{ description: `${description}; - is standard output`, takes: { is: "file", endings: [name] } },
  }));
}

/** @throws Refusal with exit code 2 if two pictures want standard output, or one file */
export function readPictures(flags: Flags): readonly Picture[] {
  const pictures = forms.map(([form]) => ({ form, path: flags.text(form) })).filter(({ path }) => path !== "");
  for (const { form, path } of pictures) {
    const other = pictures.find((each) => each.form !== form && each.path === path);
    const where = path === "-" ? "standard output" : path;
    if (other) throw new Refusal(`-${form} and -${other.form} cannot both go to ${where}`, 2);
  }
  return pictures;
}

/**
 * Draws the pictures and writes those that go to files: all of them whole, or else none. Answers the one that goes to
 * standard output in place of the report; null if none does.
 *
 * @throws Refusal with exit code 2 if a file cannot be written
 */
export async function writePictures(
  pictures: readonly Picture[],
  report: CheckReport,
  folders: readonly string[],
  host: Host,
): Promise<string | null> {
  if (pictures.length === 0) return null;
  const { drawPicture } = await import("../../addons/picture/picture.js");
  const title = `Certificates in ${folders.join(", ") || "this folder"}`;
  const drawn = pictures.map(({ form, path }) => ({ path, text: drawPicture(report, form, title) }));
  const files = drawn.filter(({ path }) => path !== "-");
  try {
    if (files.length > 0) {
      host.writeFiles(files.map(({ path, text }) => ({ path, bytes: encodeUtf8(text), mode: 0o644 })));
    }
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new Refusal(`${cause.message}; name a file that can be written`, 2, { cause });
  }
  return drawn.find(({ path }) => path === "-")?.text ?? null;
}
