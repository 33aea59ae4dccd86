import { checkedPassword, firstLine } from "../../addons/export/password-text.js";
import { GoError } from "../../go/errors.js";
import type { Host } from "../../host/host.js";
import { Refusal } from "../exit-code.js";
import type { Flags } from "../flags.js";

/** Where passwords come from: flags that name a file or a variable, or the terminal. No flag has one as its value. */
export interface Passwords {
  /** Answers the password of an encrypted key. Throws Refusal if there is none. */
  ofKey(name: string): Promise<string>;
  /** Answers the password for what is made, "" for -password-none. Throws Refusal if there is none. */
  forNew(): Promise<string>;
}

/** Reads what the flags name. Throws Refusal with exit code 2 for flags that contradict each other. */
export function readPasswords(flags: Flags, host: Host): Passwords {
  const isNone = flags.truth("password-none");
  if (isNone && flags.text("password-file") + flags.text("password-env") !== "") {
    throw new Refusal("-password-none contradicts -password-file and -password-env", 2);
  }
  const shared = readPassword("password", flags, host);
  const own = readPassword("key-password", flags, host);
  return {
    async ofKey(name) {
      const password = own ?? shared ?? (await host.askSecret(`Password of ${name}: `));
      if (password !== null) return password;
      throw new Refusal(`${name} is encrypted: name its password with -key-password-file or -key-password-env`, 1);
    },
    async forNew() {
      if (isNone) return "";
      if (shared !== null) return shared;
      const password = await host.askSecret("Password for the new file: ");
      if (password === null) {
        throw new Refusal("A password is needed: name it with -password-file or -password-env", 1);
      }
      if (password === "") throw new Refusal("The password is empty: nothing was written", 1);
      const again = await host.askSecret("The same again: ");
      if (again !== password) throw new Refusal("The two passwords differ: nothing was written", 1);
      return password;
    },
  };
}

/** The password that `-NAME-file` or `-NAME-env` names; null without these flags. */
function readPassword(name: string, flags: Flags, host: Host): string | null {
  const [file, variable] = [flags.text(`${name}-file`), flags.text(`${name}-env`)];
  if (file !== "" && variable !== "") throw new Refusal(`-${name}-file contradicts -${name}-env: give one of them`, 2);
  if (file !== "") return checked(file, textIn(file, host));
  if (variable === "") return null;
  const value = host.env(variable);
  if (value === undefined) throw new Refusal(`-${name}-env: the variable ${variable} is not set`, 1);
  return checked(`The variable ${variable}`, value);
}

function textIn(path: string, host: Host): string {
  try {
    return firstLine(host.readFile(path));
  } catch (cause) {
    if (cause instanceof GoError) throw new Refusal(cause.message, 1, { cause });
    throw cause;
  }
}

function checked(where: string, password: string): string {
  try {
    return checkedPassword(where, password);
  } catch (cause) {
    if (cause instanceof GoError) throw new Refusal(cause.message, 1, { cause });
    throw cause;
  }
}
