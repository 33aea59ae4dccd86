import { type FormName, findForm, forms } from "../../export/forms.js";
import { isObjectName } from "../../export/secret.js";
import { expandForRow, isStorePath } from "./file-names.js";
import { type Json, placeOf } from "./json.js";
import { itemsOf, Members, optionalText, optionalTruth, type Placed, refuse, textOf } from "./members.js";
import { didYouMean } from "./nearest.js";
import { checkPlaceholders, type Node, type Scope } from "./nodes.js";
import type { Output, OutputForm, PasswordSource } from "./output.js";

/** An output of all rows of a pattern, with placeholders. */
export interface OutputPattern extends Omit<Output, "path" | "name" | "kubeconfig" | "place"> {
  readonly placed: Placed;
  readonly out: string | null;
  readonly name: string | null;
}

const passwordMembers = ["password-file", "password-env", "password-none"];
const members = ["form", "out", "name", "root", "der", "scrypt", ...passwordMembers, "namespace"];
const formNames = Object.entries(forms)
  .filter(([name, { isLayout }]) => !isLayout && name !== "kubeconfig")
  .map(([name]) => name);

/** The kind of key that a form is for. */
const kindOfForm: Partial<Readonly<Record<FormName, string>>> = { pkcs1: "rsa", sec1: "ecdsa" };

/**
 * Reads `outputs`: names of forms, or calls of `cfssl export`, whose members are named like its flags.
 *
 * @param isKey whether they are of a key alone
 */
export function readOutputs(placed: Placed, isKey: boolean, scope: Scope): readonly OutputPattern[] {
  const example = 'forms, such as ["fullchain", { "form": "pkcs12", "password-file": "password.txt" }]';
  return itemsOf(placed, example).map((item) => readOutput(item, isKey, scope));
}

function readOutput(item: Placed, isKey: boolean, scope: Scope): OutputPattern {
  const value: Json | undefined = typeof item.value === "string" ? new Map([["form", item.value]]) : item.value;
  const read = new Members({ ...item, value }, members, "a call of export, whose members are named like its flags");
  const formAt = typeof item.value === "string" ? item : read.at("form");
  const form = readForm({ ...formAt, value: read.at("form").value }, isKey);
  const { hasDer, isEncrypted } = forms[form];
  const text = (name: string, what: string) => {
    const at = read.at(name);
    const found = optionalText(at, what);
    if (found !== null) checkPlaceholders(found, { ...scope, hasRow: true, isList: false }, at);
    return found;
  };
  const truth = (name: string, isFit: boolean, reason: string) => {
    const found = optionalTruth(read.at(name));
    if (found && !isFit) throw refuse(read.at(name), reason);
    return found;
  };
  const namespace = text("namespace", "the namespace of a Secret") ?? "";
  if (namespace !== "" && form !== "secret") throw refuse(read.at("namespace"), `the form ${form} has no namespace`);
  return {
    ...{ form, placed: item, namespace },
    out: text("out", "the name of a file"),
    name: text("name", "the name of an entry or of a Secret"),
    withRoot: truth("root", true, ""),
    asDer: truth("der", hasDer, `the form ${form} has no DER`),
    withScrypt: truth("scrypt", form === "pkcs8-encrypted", "is for the form pkcs8-encrypted"),
    password: isEncrypted ? readPassword(read, form) : withoutPassword(read, form),
  };
}

function readForm(placed: Placed, isKey: boolean): OutputForm {
  const name = textOf(placed, `a form, such as "fullchain"`);
  if (name === "kubeconfig") throw refuse(placed, `kubeconfigs have rows of their own, in "kubeconfigs"`);
  const form = findForm(name);
  if (form?.isLayout) throw refuse(placed, `${name} names the files of the row: "files": ${JSON.stringify(name)}`);
  if (!form) {
    const near = didYouMean(name, formNames) || `; there are ${formNames.join(", ")}`;
    throw refuse(placed, `there is no form ${JSON.stringify(name)}${near}`);
  }
  if (isKey && form.takes !== "key") throw refuse(placed, `${name} needs a certificate, and this is a key alone`);
  return name as OutputForm;
}

function readPassword(read: Members, form: OutputForm): PasswordSource {
  const given = passwordMembers.filter((name) => read.at(name).value !== undefined);
  const [first, second] = given;
  if (first !== undefined && second !== undefined) {
    throw refuse(read.at(second), `contradicts ${JSON.stringify(first)}: keep one of them`);
  }
  switch (first) {
    case "password-file":
      return { kind: "file", path: filled(read.at(first), "a file whose first line is the password") };
    case "password-env":
      return { kind: "variable", name: filled(read.at(first), "a variable that holds the password") };
    case "password-none":
      if (!optionalTruth(read.at(first))) break;
      if (form === "pkcs8-encrypted") throw refuse(read.at(first), "a key without a password is the form pkcs8");
      return { kind: "none" };
  }
  return { kind: "asked" };
}

function withoutPassword(read: Members, form: OutputForm): null {
  for (const name of passwordMembers) {
    if (read.at(name).value !== undefined) throw refuse(read.at(name), `the form ${form} has no password`);
  }
  return null;
}

function filled(placed: Placed, what: string): string {
  const text = textOf(placed, what);
  if (text === "") throw refuse(placed, `is empty; it must name ${what}`);
  return text;
}

/** A row, as far as its outputs know it. */
export interface OutputRow {
  readonly name: string;
  readonly place: string;
  readonly node: Node | null;
  /** The path of its certificate or of its key: outputs stand beside it. */
  readonly path: string;
  /** Its kind of key. */
  readonly algorithm: string;
}

/**
 * The outputs of a row.
 *
 * @throws EnsureError for what cannot be made of such a row
 */
export function expandOutputs(patterns: readonly OutputPattern[], row: OutputRow): readonly Output[] {
  return patterns.map(({ placed, out, name, ...output }) => {
    const { form } = output;
    const place = placeOf(placed.file, placed.place);
    const [path, entry] = [out, name].map((text) => text && expandForRow(text, row.name, row.node));
    const found = {
      ...{ ...output, place, kubeconfig: null },
      path: path ?? stemOf(row.path) + endingOf(form, output.asDer),
      name: entry ?? row.name.slice(row.name.lastIndexOf("/") + 1),
    };
    checkStorePath(found.path, placed);
    const kind = kindOfForm[form];
    if (kind !== undefined && kind !== row.algorithm) {
      const text = `${form} is for ${kind} keys, and that of ${row.name} is ${row.algorithm}`;
      throw refuse(placed, `${text}: choose pkcs8, or another key in its request`);
    }
    if (form === "secret" && !(isObjectName(found.name) && isObjectName(found.namespace || "default"))) {
      const text = `a Secret's name and namespace are made of lower case letters, digits, - and .`;
      throw refuse(placed, `${text}, not ${JSON.stringify(found.name)}: give it another "name"`);
    }
    return found;
  });
}

/** @throws EnsureError for a path that leads out of the store */
export function checkStorePath(path: string, placed: Placed): void {
  if (isStorePath(path)) return;
  throw refuse(
    placed,
    `${JSON.stringify(path)} cannot be a file: it must be a path below the folder of the certificates`,
  );
}

/** The path without what says that it is a certificate or a key. */
function stemOf(path: string): string {
  return path.replace(/\.(?:pem|crt|cer|key)$/, "").replace(/-key$/, "");
}

function endingOf(form: OutputForm, asDer: boolean): string {
  const isKey = forms[form].takes === "key" && form !== "public-key";
  // The usual ending of a key is that of the row's own.
  const ending = isKey ? `-${form}.pem` : forms[form].ending;
  return asDer ? ending.replace(/\.\w+$/, form === "public-key" ? "-public.der" : ".der") : ending;
}
