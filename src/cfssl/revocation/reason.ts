import { atoi } from "../../go/strconv.js";
import { CfsslError } from "../errors.js";

/** The reasons of a revocation (RFC 5280 §5.3.1) by their names in lower case. */
const reasons = new Map([
  ["unspecified", 0n],
  ["keycompromise", 1n],
  ["cacompromise", 2n],
  ["affiliationchanged", 3n],
  ["superseded", 4n],
  ["cessationofoperation", 5n],
  ["certificatehold", 6n],
  ["removefromcrl", 8n],
  ["privilegewithdrawn", 9n],
  ["aacompromise", 10n],
]);

/**
 * The number of a revocation's reason, which is given by number or by name in any case. An empty text is 0. As in
 * upstream, only a name stands for 0 and 10, and 7 is a number though no reason has it.
 *
 * @throws GoError `strconv.Atoi: …` for what is neither
 * @throws CfsslError 8200 for another number
 */
export function parseRevocationReason(text: string): bigint {
  if (text === "") return 0n;
  const named = reasons.get(toLowerAscii(text));
  if (named !== undefined) return named;
  const number = atoi(text);
  if (number < 1n || number > 9n) throw new CfsslError("ocsp.invalidStatus");
  return number;
}

/** No letter outside ASCII counts as one of ASCII, as the Kelvin sign would. */
function toLowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
