import { ExportError } from "../../addons/export/export-error.js";
import type { Form } from "../../addons/export/form.js";
import { findForm, forms } from "../../addons/export/forms.js";
import { readExport } from "../../addons/export/material.js";
import type { NamedBytes } from "../../addons/export/parts.js";
import { pathFrom } from "../../addons/export/path-from.js";
import type { ExportTerms } from "../../addons/export/terms.js";
import { GoError } from "../../go/errors.js";
import type { Command, Invocation } from "../command.js";
import { Refusal } from "../exit-code.js";
import { nameOf, read, readInputs } from "../export/inputs.js";
import { deliver, isStandardOutput } from "../export/outputs.js";
import { readPasswords } from "../export/passwords.js";
import type { FlagHelp } from "../help/page.js";
import { certificateFile, freeText, keyFile, type ValueKind } from "../help/value-kind.js";
import { split } from "../report/facts.js";
import { sourceEpoch } from "../source-epoch.js";

const formWords = Object.entries(forms).map(([name, { summary }]) => [name, summary] as const);

/** Writes a certificate and its key in the form that another program asks for. */
export const exportCommand: Command = {
  usage: ["cfssl export -form FORM [FLAGS] NAME", "cfssl export -form FORM [FLAGS] CERT [KEY]"],
  description: [
    "Writes a certificate, its key and its CAs in the form that another program asks for. NAME means NAME.pem and NAME-key.pem, as cfssljson names them.",
    "Nothing is written before everything is checked: that the key is the certificate's, and that the CAs signed it. Text goes to standard output without -out. Files with keys get the mode 0600.",
    formList("certificate", "Forms of a certificate"),
    formList("key", "Forms of a key"),
    formList("pair", "Forms of both"),
    formList("any", "Files of other names, in a folder"),
    "Passwords come from a file, from an environment variable, or from the terminal. The same one opens an encrypted key and protects what is made, unless the key has flags of its own.",
  ],
  flags: [],
  ownFlags: [
    text("form", "FORM", "what to make", { is: "word", words: formWords }),
    text("ca", "FILES", "the CAs that signed the certificate, in any order, separated by commas", certificateFile),
    text("out", "FILE", "where to write it; a folder for pem, crt and kubeadm", { is: "file", endings: [] }),
    text("name", "NAME", "name of an entry, a Secret or the files of a layout, if not that of the certificate's file"),
    truth("root", "write the root as well, where servers leave it out"),
    truth("der", "write DER in place of PEM"),
    text("password-file", "FILE", "file whose first line is the password", { is: "file", endings: [] }),
    text("password-env", "VARIABLE", "environment variable that holds the password"),
    truth("password-none", "make PKCS #12 with an empty password"),
    text("key-password-file", "FILE", "file with the password of the key, if it has another", {
      is: "file",
      endings: [],
    }),
    text("key-password-env", "VARIABLE", "environment variable with the password of the key, if it has another"),
    truth("scrypt", "encrypt PKCS #8 with scrypt in place of PBKDF2"),
    text("namespace", "NAME", "namespace of the Secret"),
    text("server", "URL", "URL of the API server, for a kubeconfig"),
    text("cluster", "NAME", "name of the cluster in the kubeconfig", freeText, "kubernetes"),
    text("user", "NAME", "name of the user in the kubeconfig, if not the certificate's common name"),
    truth("by-path", "let the kubeconfig name the files, and not hold them"),
  ],
  arguments: () => [certificateFile, keyFile],
  examples: [
    ["cfssl export -form fullchain -ca ca.pem -out web.crt web", "what nginx calls ssl_certificate"],
    ["cfssl export -form pkcs12 -ca ca.pem -password-file pw.txt -out web.p12 web", "for Java, Windows and browsers"],
    ["cfssl export -form pkcs8 -out web.key web-key.pem", "a key that every program reads"],
    ["cfssl export -form secret -ca ca.pem web | kubectl apply -f -", "a Secret for an ingress"],
    ["cfssl export -form kubeconfig -ca ca.pem -server https://192.168.1.10:6443 admin", "a kubeconfig for kubectl"],
  ],
  environment: [["SOURCE_DATE_EPOCH", "if it is set, forms that are never the same twice are refused"]],
  exitStatus: [
    ["0", "it is written"],
    ["1", "the key or the CAs do not fit, or something cannot be read or written: nothing is changed"],
    ["2", "a flag is wrong"],
  ],
  async run(invocation) {
    const { args, flags, host, release } = invocation;
    const form = formOf(invocation);
    if (form.isEncrypted && sourceEpoch(host) !== null) throw neverTheSame(flags.text("form"));
    const passwords = readPasswords(flags, host);
    const files = readInputs(args, form.takes, host);
    const authorities = split(flags.text("ca")).map((name) => read(name, host));
    const rules = { parser: release.issuing.parser, keys: release.issuing };
    try {
      const material = await readExport({ files, authorities, password: passwords.ofKey }, rules);
      // The password is asked for when all else fits.
      const password = form.isEncrypted ? await passwords.forNew() : null;
      const made = await form.make(material, { ...termsOf(invocation, files, authorities), password });
      await deliver(made, { out: flags.text("out"), isLayout: form.isLayout }, host);
    } catch (cause) {
      if (!(cause instanceof ExportError || cause instanceof GoError)) throw cause;
      throw new Refusal(cause.message.replace(/^x509: /, ""), 1, { cause });
    }
  },
};

/** A salt from the contents would let people try passwords without the rounds that make that slow. */
function neverTheSame(form: string): Refusal {
  const text = `-form ${form} has a random salt, so it is never the same twice, as SOURCE_DATE_EPOCH asks`;
  return new Refusal(`${text}: unset that variable to make it`, 1);
}

function text(
  name: string,
  placeholder: string,
  description: string,
  takes: ValueKind = freeText,
  value = "",
): FlagHelp {
  return { name, kind: "string", default: value, placeholder, description, takes };
}

function truth(name: string, description: string): FlagHelp {
  return { name, kind: "bool", default: false, description };
}

function formList(takes: Form["takes"], title: string): string {
  const own = Object.entries(forms).filter(([, form]) => form.takes === takes);
  return `${title}: ${own.map(([name, { summary }]) => `${name} is ${summary}`).join("; ")}.`;
}

/** The form, if the other flags fit it. */
function formOf({ flags }: Invocation): Form {
  const name = flags.text("form");
  const form = findForm(name);
  if (!form) {
    const known = Object.keys(forms).join(", ");
    throw new Refusal(
      name === "" ? `-form is missing; it is one of ${known}` : `There is no form "${name}"; it is one of ${known}`,
      2,
    );
  }
  const out = flags.text("out");
  if (flags.truth("der") && !form.hasDer) throw new Refusal(`-der: the form ${name} has no DER`, 2);
  if (flags.truth("scrypt") && name !== "pkcs8-encrypted") throw new Refusal("-scrypt is for -form pkcs8-encrypted", 2);
  if (form.isLayout && isStandardOutput(out))
    throw new Refusal(`-form ${name} makes several files: name a folder with -out`, 2);
  if ((form.isBinary || flags.truth("der")) && isStandardOutput(out)) {
    throw new Refusal(`-form ${name} makes no text: name a file with -out`, 2);
  }
  return form;
}

/** The terms but for the password. */
function termsOf(
  { args, flags, context }: Invocation,
  files: readonly NamedBytes[],
  authorities: readonly NamedBytes[],
): Omit<ExportTerms, "password"> {
  return {
    name: flags.text("name") || nameOf(args[0] ?? ""),
    withRoot: flags.truth("root"),
    asDer: flags.truth("der"),
    withScrypt: flags.truth("scrypt"),
    namespace: flags.text("namespace"),
    random: context.random,
    kubeconfig: {
      server: flags.text("server"),
      cluster: flags.text("cluster"),
      user: flags.text("user"),
      paths: flags.truth("by-path") ? pathsOf(flags.text("out"), files, authorities) : null,
    },
  };
}

/** The paths that a kubeconfig names: kubectl looks for them from its folder. */
function pathsOf(out: string, files: readonly NamedBytes[], authorities: readonly NamedBytes[]) {
  const [certificate, key] = files;
  const [authority, more] = authorities;
  if (!certificate || !key || !authority || more) {
    throw new Refusal("-by-path takes one file each: the certificate, its key, and -ca", 2);
  }
  const from = ({ name }: NamedBytes) => (isStandardOutput(out) ? name : pathFrom(out, name));
  return { authority: from(authority), certificate: from(certificate), key: from(key) };
}
