import type { Form } from "../../addons/export/form.js";
import type { NamedBytes } from "../../addons/export/parts.js";
import { GoError } from "../../go/errors.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { Host } from "../../host/host.js";
import { Refusal } from "../exit-code.js";

/**
 * Reads the files that the arguments name: a certificate, a key, or both. `NAME` means NAME.pem and NAME-key.pem, as
 * cfssljson names them. Without a second argument the key is looked for beside the certificate.
 *
 * @throws Refusal for a file that cannot be read
 */
export function readInputs(args: readonly string[], takes: Form["takes"], host: Host): readonly NamedBytes[] {
  const [first, second, ...more] = args;
  if (first === undefined || more.length > 0) {
    throw new Refusal("export takes a certificate and its key, or the NAME of both (see cfssl export -h)", 2);
  }
  if (second !== undefined) return [read(first, host), read(second, host)];
  const given = tryRead(first, host);
  if (given === null) return readByName(first, takes, host);
  if (takes === "certificate" || holdsKey(given)) return [given];
  const stem = first.replace(/\.(?:pem|crt|cer)$/, "");
  const names = [`${stem}-key.pem`, `${stem}.key`];
  const key = names.map((name) => tryRead(name, host)).find((each) => each !== null);
  if (key) return [given, key];
  if (takes === "any") return [given];
  throw new Refusal(`${first} holds no key, and there is no ${names.join(" or ")}: give the key after it`, 1);
}

function readByName(name: string, takes: Form["takes"], host: Host): readonly NamedBytes[] {
  const [certificate, key] = [`${name}.pem`, `${name}-key.pem`];
  switch (takes) {
    case "certificate":
      return [read(certificate, host)];
    case "key":
      return [read(key, host)];
    case "pair":
      return [read(certificate, host), read(key, host)];
    case "any": {
      const found = [tryRead(certificate, host), tryRead(key, host)].filter((each) => each !== null);
      return found.length > 0 ? found : [read(certificate, host)];
    }
  }
}

/** Reads a file. Throws Refusal if it cannot be read. */
export function read(name: string, host: Host): NamedBytes {
  try {
    return { name, bytes: host.readFile(name) };
  } catch (cause) {
    if (cause instanceof GoError) throw new Refusal(cause.message, 1, { cause });
    throw cause;
  }
}

/** Null if there is no such file. */
function tryRead(name: string, host: Host): NamedBytes | null {
  try {
    return { name, bytes: host.readFile(name) };
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    if (/: (?:no such file or directory|is a directory)$/.test(cause.message)) return null;
    throw new Refusal(cause.message, 1, { cause });
  }
}

/** Whether a key is in it, as far as its text says so. DER may be one. */
function holdsKey({ name, bytes }: NamedBytes): boolean {
  if (bytes[0] === 0x30) return /\.key$|key\.(?:der|pem)$/.test(name);
  return decodeUtf8(bytes).includes("PRIVATE KEY-----");
}

/** The name that files and entries get from the first argument: its last part, without the ending. */
export function nameOf(argument: string): string {
  const last = argument.split(/[\\/]/).at(-1) ?? "";
  return last.replace(/\.(?:pem|crt|cer|key|der)$/, "").replace(/-key$/, "");
}
