import { type Answers, noAnswers, type Question } from "../../addons/ensure/init/answers.js";
import { startPki } from "../../addons/ensure/init/layouts.js";
import { formatJson } from "../../addons/ensure/json-text.js";
import { EnsureError } from "../../addons/ensure/manifest/errors.js";
import { readManifest } from "../../addons/ensure/manifest/manifest.js";
import type { StoredFile } from "../../addons/ensure/store/store.js";
import { GoError } from "../../go/errors.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Invocation } from "../command.js";
import { Refusal } from "../exit-code.js";
import { split } from "../report/facts.js";
import { lookOf } from "../report/look.js";
import { printableJson } from "../report/printable.js";
import { begunText, countsOf } from "./begun.js";
import { writeNew } from "./write-new.js";

const questions = Object.keys(noAnswers) as readonly Question[];

/**
 * Writes a manifest to begin with.
 *
 * @param file the argument; null if there is none
 */
export async function beginPki(invocation: Invocation, file: string | null): Promise<void> {
  const { flags } = invocation;
  const [layout, folder] = [flags.text("init"), flags.text("from")];
  if (layout !== "" && folder !== "") {
    throw new EnsureError("-init begins a PKI and -from takes one over: give one of them");
  }
  if (layout !== "") return initPki(invocation, file ?? "pki.json");
  const [answer] = questions.filter((question) => flags.list(question).length > 0);
  if (answer !== undefined) {
    throw new EnsureError(`-${answer}: it is an answer to -init: cfssl ensure -init LAYOUT -${answer} …`);
  }
  if (file !== null) throw new EnsureError("-from takes one folder and writes pki.json into it: leave FILE out");
  refuseOthers(invocation, "from");
  return (await import("./take-over.js")).takeOverFolder(invocation, folder);
}

/** Refuses flags of other runs of ensure. */
function refuseOthers({ flags }: Pick<Invocation, "flags">, flag: "init" | "from"): void {
  const given = [
    ...["new-keys", "print"].filter((name) => flags.truth(name)),
    ...(flags.list("only").length > 0 ? ["only"] : []),
    ...(flags.text("dir") === "" ? [] : ["dir"]),
  ];
  if (given[0] === undefined) return;
  throw new EnsureError(
    `-${given[0]}: it has no meaning with -${flag}, which writes the file that later runs of cfssl ensure take`,
  );
}

/** Writes the files of a layout, if none of them is there. */
async function initPki(invocation: Invocation, file: string): Promise<void> {
  const { flags, host, release } = invocation;
  refuseOthers(invocation, "init");
  const layout = flags.text("init");
  const answers: Answers = {
    ...noAnswers,
    ...Object.fromEntries(questions.map((question) => [question, flags.list(question).flatMap(split)])),
  };
  const { files, isExample } = startPki(layout, answers);
  if (file === "-") throw new EnsureError(`-init writes files: name one in place of -, such as pki.json`);
  const folder = file.slice(0, file.lastIndexOf("/") + 1);
  const manifestName = file.slice(folder.length);
  const written: StoredFile[] = files.map(({ path, value }) => {
    return { path: path || manifestName, bytes: encodeUtf8(formatJson(value)), mode: 0o644 };
  });
  await writeNew(written, folder, host, flags.truth("n"), (there) => {
    const list = there.map((path) => folder + path).join(" and ");
    const other = `another folder: cfssl ensure -init ${layout} new/${manifestName}`;
    return `${list} ${there.length === 1 ? "is" : "are"} here already, and nothing was written; name ${other}`;
  });
  const sources = {
    env: host.env,
    readFile(path: string) {
      const found = written.find((each) => each.path === path);
      if (!found) throw new GoError(`open ${path}: no such file or directory`);
      return found.bytes;
    },
  };
  const manifest = await readManifest(written[0]?.bytes ?? new Uint8Array(), file, { sources, rules: release.issuing });
  const paths = written.map(({ path }) => folder + path);
  if (flags.truth("json")) host.stdout(`${printableJson({ written: paths, ...countsOf(manifest) })}\n`);
  else host.stdout(begunText({ paths, file, layout, isExample, counts: countsOf(manifest) }, lookOf(host)));
  if (flags.truth("n")) throw new Refusal("", 1);
}
