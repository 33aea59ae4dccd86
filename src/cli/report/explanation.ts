import type { Cause, ExplainedMessage, ExplainReport } from "../../addons/explain/report.js";
import type { Look } from "./look.js";
import { printable } from "./printable.js";
import { commandLines, counted, headLine, listed, paragraph } from "./text.js";

const indent = "         ";
const mostTexts = 3;
const mostCharacters = 300;
const mostCauses = 5;
const mostNext = 3;
/** Messages that nothing explains: fewer where something else is explained. */
const mostUnexplained = { besideCauses: 2, alone: 8 };

/** An explanation for a person: the causes, then the messages that nothing explains, and one line of counts. */
export function explanationText(report: ExplainReport, look: Look): string {
  const { messages, causes, left } = report;
  const explained = new Set(causes.flatMap((cause) => cause.messages));
  const others = messages.filter((_, at) => !explained.has(at));
  const shown = others.slice(0, causes.length > 0 ? mostUnexplained.besideCauses : mostUnexplained.alone);
  const blocks = [
    ...causes.slice(0, mostCauses).map((cause, at) => causeLines(cause, at > 0, messages, look)),
    ...shown.map((message) => messageLines(message, left.length === 0 && causes.length === 0, look)),
    left.slice(0, mostNext).flatMap((text) => paragraph("  next   ", text, look)),
  ].filter((lines) => lines.length > 0);
  const more = others.length - shown.length;
  const rest = [
    ...(causes.length > mostCauses ? [counted(causes.length - mostCauses, "other possible cause")] : []),
    ...(more > 0 ? [counted(more, "other message")] : []),
  ];
  const end = [...(rest.length > 0 ? [`${rest.join(" and ")} not shown; -json has all`] : []), countsText(report)];
  return `${[...blocks.map((lines) => lines.join("\n")), end.join("\n")].join("\n\n")}\n`;
}

/** What is only possible, behind another cause, is told in short. */
function causeLines(
  cause: Cause,
  isAfterAnother: boolean,
  messages: readonly ExplainedMessage[],
  look: Look,
): readonly string[] {
  const { certainty, rule, files, message, expected, found, mend, usedBy, reasons } = cause;
  const [path = "", ...others] = files;
  const said = cause.messages.flatMap((at) => messages[at] ?? []);
  const users = usedBy.slice(0, 2).join(", ");
  const [first] = said;
  if (certainty === "possible" && isAfterAnother) {
    return [
      headLine(certainty, rule, printable(path), look),
      ...paragraph("  cause  ", message, look),
      ...paragraph("  mend   ", mend.text, look),
    ];
  }
  return [
    headLine(certainty, rule, printable(path), look),
    ...paragraph(indent, others.length > 0 ? `with ${listed(others)}` : "", look),
    ...said.slice(0, mostTexts).flatMap((each) => paragraph("  text   ", quoted(each), look)),
    ...paragraph(
      indent,
      said.length > mostTexts ? `and ${counted(said.length - mostTexts, "other message")}` : "",
      look,
    ),
    ...paragraph("  means  ", first?.means ?? "", look),
    ...paragraph("  cause  ", message, look),
    ...paragraph(indent, users === "" ? "" : `Used by ${users}.`, look),
    ...paragraph(indent, expected ? `expected: ${expected}` : "", look),
    ...paragraph(indent, found ? `found:    ${found}` : "", look),
    ...paragraph("  why    ", reasons.join("; "), look),
    ...paragraph("  mend   ", mend.text, look),
    ...mend.commands.flatMap((command) => commandLines(printable(command), look)),
  ];
}

function messageLines(message: ExplainedMessage, isAlone: boolean, look: Look): readonly string[] {
  const { means, look: whatToLookAt, usually } = message;
  return [
    ...paragraph("text     ", quoted(message), look),
    ...paragraph("  means  ", means, look),
    ...(isAlone ? paragraph("  look   ", `Look at ${whatToLookAt}.`, look) : []),
    ...(isAlone ? usually.flatMap(({ rule, means }) => paragraph("  maybe  ", `${rule}: ${means}`, look)) : []),
  ];
}

function quoted({ text, count }: ExplainedMessage): string {
  const cut = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
  return count > 1 ? `${cut} (${count} times)` : cut;
}

function countsText({ messages, causes, lines, dropped }: ExplainReport): string {
  const certain = causes.filter(({ certainty }) => certainty === "certain").length;
  const found = causes.length === 0 ? "" : `: ${counted(causes.length, "possible cause")}, ${certain} certain`;
  const known = `${counted(messages.length + dropped, "message")} in ${counted(lines, "line")}`;
  return `${known}${found}`;
}
