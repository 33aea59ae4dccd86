import { GoError } from "../go/errors.js";
import { custom } from "../go/json/index.js";
import { quote } from "../go/strconv.js";
import { decodeUtf8 } from "../go/utf8.js";

/** A Go *big.Int. */
export const bigInteger = custom<bigint>({
  goType: "big.Int",
  zero: () => 0n,
  fromJson(raw) {
    const text = decodeUtf8(raw);
    if (!/^-?[0-9]+$/.test(text)) throw new GoError(`math/big: cannot unmarshal ${quote(text)} into a *big.Int`);
    return BigInt(text);
  },
});
