import { CfsslError } from "../cfssl/errors.js";
import type { Logger } from "../cfssl/log.js";
import { GoError } from "../go/errors.js";
import { type Handler, plainTextError } from "../go/http/server/exchange.js";
import { compileRegexp, type RegexpRules } from "../go/regexp/index.js";
import { parseCertificate } from "../x509/parse/index.js";
import type { ParserRules } from "../x509/parse/rules.js";

export interface ClientNameRules {
  readonly regexp: RegexpRules;
  readonly parser: ParserRules;
}

/**
 * Lets only clients through whose certificate has a common name that the expression matches anywhere.
 *
 * @throws GoError `malformed CN regex: …`
 */
export function requireClientName(
  expression: string,
  handle: Handler,
  log: Pick<Logger, "warning">,
  { regexp, parser }: ClientNameRules,
): Handler {
  const pattern = compile(expression, regexp);
  const names = new WeakMap<Uint8Array, string>();
  const nameIn = (der: Uint8Array) => {
    const name = names.get(der) ?? parseCertificate(der, parser).subject.commonName;
    names.set(der, name);
    return name;
  };
  return (request) => {
    const name = request.clientCertificate ? nameIn(request.clientCertificate) : "";
    if (pattern.match(name)) return handle(request);
    log.warning(`Rejected client cert CN "${name}" does not match regex ${expression}`);
    return plainTextError(403, "Invalid CN");
  };
}

function compile(expression: string, rules: RegexpRules) {
  try {
    return compileRegexp(expression, rules);
  } catch (cause) {
    if (cause instanceof GoError || cause instanceof CfsslError) {
      throw new GoError(`malformed CN regex: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
