import { GoError } from "../../../go/errors.js";
import { checkedPassword, firstLine } from "../../export/password-text.js";
import { manifestError } from "../manifest/errors.js";
import type { Output } from "../manifest/output.js";
import type { Workshop } from "../plan/context.js";

/** The passwords of outputs. */
export interface Passwords {
  /**
   * Null for a form without one.
   *
   * @param isNew whether the file is made, and not only read
   * @throws EnsureError if there is none
   */
  of(output: Output, isNew: boolean): Promise<string | null>;
}

/** Reads each password once. Whoever is asked for a new one is asked twice. */
export function createPasswords({ sources, options }: Pick<Workshop, "sources" | "options">): Passwords {
  const asked = new Map<string, { readonly password: string; isSure: boolean }>();
  const ask = async (output: Output, question: string) => {
    const password = (await options.askPassword?.(question)) ?? null;
    if (password !== null && password !== "") return password;
    const reason = password === null ? "it needs a password, and there is nobody to ask" : "the password is empty";
    throw manifestError(output.place, `${reason}: name one with "password-file" or "password-env"`);
  };
  const askOnce = async (output: Output, isNew: boolean) => {
    const { path } = output;
    const known = asked.get(path) ?? { password: await ask(output, `Password of ${path}: `), isSure: false };
    asked.set(path, known);
    if (isNew && !known.isSure) {
      const again = await ask(output, `The same again, for the new ${path}: `);
      if (again !== known.password) throw manifestError(output.place, "the two passwords differ");
      known.isSure = true;
    }
    return known.password;
  };
  // One question at a time.
  let last: Promise<unknown> = Promise.resolve();
  return {
    async of(output, isNew) {
      const { password: source, place } = output;
      try {
        switch (source?.kind) {
          case undefined:
            return null;
          case "none":
            return "";
          case "file":
            return checkedPassword(source.path, firstLine(sources.readFile(source.path)));
          case "variable": {
            const value = sources.env(source.name);
            if (value === undefined) throw manifestError(place, `the variable ${source.name} is not set`);
            return checkedPassword(`the variable ${source.name}`, value);
          }
          case "asked": {
            const answer = last.then(() => askOnce(output, isNew));
            last = answer.catch(() => {});
            return await answer;
          }
        }
      } catch (cause) {
        if (cause instanceof GoError) throw manifestError(place, cause.message);
        throw cause;
      }
    },
  };
}
