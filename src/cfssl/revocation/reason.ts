import { atoi } from "../../go/strconv.js";
import { CfsslError } from "../errors.js";

/** The names of CRLReason (RFC 5280 §5.3.1) in lower case, and their numbers. */
const numbers: Readonly<Record<string, bigint>> = {
  unspecified: 0n,
  keycompromise: 1n,
  cacompromise: 2n,
  affiliationchanged: 3n,
  superseded: 4n,
  cessationofoperation: 5n,
  certificatehold: 6n,
  removefromcrl: 8n,
  privilegewithdrawn: 9n,
  aacompromise: 10n,
};

/**
 * The number of a reason for revocation, which -reason gives by name, in any case, or by number. An empty text means
 * `unspecified`. As upstream, 0 and 10 can only be given by name.
 *
 * @throws CfsslError 8200 for a number that is out of range, GoError `strconv.Atoi: …` for any other text
 */
export function parseReason(text: string): bigint {
  if (text === "") return 0n;
  const name = text.toLowerCase();
  const known = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
  if (known !== undefined) return known;
  const number = atoi(text);
  if (number <= 0n || number >= 10n) throw new CfsslError("ocsp.invalidStatus");
  return number;
}
