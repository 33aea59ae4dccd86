import { type Taken, takeOver } from "../../addons/ensure/from/from.js";
import { formatJson } from "../../addons/ensure/json-text.js";
import { EnsureError } from "../../addons/ensure/manifest/errors.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Invocation } from "../command.js";
import { Refusal } from "../exit-code.js";
import { namesText } from "../report/ensured.js";
import { type Look, lookOf } from "../report/look.js";
import { printableJson } from "../report/printable.js";
import { readFolders } from "../report/read-folders.js";
import { commandFor, labelled } from "./begun.js";
import { writeNew } from "./write-new.js";

const name = "pki.json";

/** Writes the manifest of a folder that has certificates already. */
export async function takeOverFolder({ flags, host, context }: Invocation, folder: string): Promise<void> {
  const base = `${folder.replace(/\/+$/, "") || "/"}/`.replace(/^\/\/$/, "/").replace(/^\.\/$/, "");
  const explain = () => `${base}${name} is here already, and nothing was written; move it away to have it written anew`;
  await writeNew([{ path: name, bytes: new Uint8Array(), mode: 0o644 }], base, host, true, explain);
  const tree = await readFolders([folder], host);
  if (tree.folders.length === 0) throw new EnsureError(`-from takes a folder, and ${folder} is a file`);
  const taken = await takeOver(tree, { context, env: host.env });
  const file = { path: name, bytes: encodeUtf8(formatJson(taken.manifest)), mode: 0o644 };
  await writeNew([file], base, host, flags.truth("n"), explain);
  const { leftOut, due, differing } = taken;
  const path = base + name;
  if (flags.truth("json")) host.stdout(`${printableJson({ written: [path], leftOut, due, differing })}\n`);
  else host.stdout(takenText(taken, path, lookOf(host)));
  if (flags.truth("n")) throw new Refusal("", 1);
}

const mostShown = 12;

/** What was written, what was left out, and what to do next. */
function takenText({ leftOut, due, differing }: Taken, path: string, look: Look): string {
  const left = leftOut.slice(0, mostShown).map(({ path: each, why }) => `${each}: ${why}`);
  if (leftOut.length > left.length) left.push(`and ${leftOut.length - left.length} more: -json names all`);
  const others = differing
    .slice(0, mostShown)
    .map((each) => `${each.path} has not the hosts and the name of ${each.request}; its row has those it has`);
  return [
    ...namesText("wrote", [path], look),
    ...left.flatMap((text, at) => labelled(at === 0 ? "left out" : "", text, look)),
    ...others.flatMap((text, at) => labelled(at === 0 ? "differs" : "", text, look)),
    ...namesText("due", due, look),
    ...labelled("next", `1. look through ${path}, which says what there is`, look),
    ...labelled(
      "",
      `2. ${commandFor(path, "-n ")} ${due.length === 0 ? "has nothing to do" : "shows what is due"}`,
      look,
    ),
    ...labelled("", `3. from now on change ${name} and run that without -n, not a script`, look),
  ].join("");
}
