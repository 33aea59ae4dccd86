import { bitLength } from "../../crypto/modular.js";
import { GoError } from "../../go/errors.js";
import { curveBits } from "../../x509/encode/public-key.js";
import { type GeneratedKey, generateKey, type KeyRules } from "../../x509/keys/private-key.js";
import type { PublicKey } from "../../x509/model/key.js";
import { CfsslError, withCodeAsync } from "../errors.js";
import type { Logger } from "../log.js";
import type { KeyRequest } from "./shape.js";

export interface KeyRequestRules extends KeyRules {
  /** The values that `key.algo` may have. */
  readonly keyAlgorithms: readonly string[];
}

const curves: Readonly<Record<string, "P-256" | "P-384" | "P-521">> = { 256: "P-256", 384: "P-384", 521: "P-521" };

/**
 * Generates the key that a request asks for.
 *
 * @throws CfsslError 2400 if upstream does not generate keys of this algorithm or size
 */
export async function generateRequestedKey(
  request: KeyRequest,
  rules: KeyRequestRules,
  log: Logger,
): Promise<GeneratedKey> {
  log.info(`generating key: ${request.algorithm}-${request.size}`);
  log.debug(`generate key from request: algo=${request.algorithm}, size=${request.size}`);
  const generate = async () => generateKey(keyParameters(request, rules), rules);
  return withCodeAsync("privateKey.generationFailed", generate);
}

function keyParameters({ algorithm, size }: KeyRequest, rules: KeyRequestRules): Parameters<typeof generateKey>[0] {
  if (!rules.keyAlgorithms.includes(algorithm)) throw new GoError("invalid algorithm");
  switch (algorithm) {
    case "rsa":
      if (size < 2048n) throw new GoError("RSA key is too weak");
      if (size > 8192n) throw new GoError("RSA key size too large");
      return { kind: "rsa", bits: Number(size) };
    case "ecdsa": {
      const curve = curves[String(size)];
      if (curve === undefined) throw new GoError("invalid curve");
      return { kind: "ecdsa", curve };
    }
    default:
      return { kind: "ed25519" };
  }
}

/**
 * The request for a key of the same kind and size.
 *
 * @throws CfsslError 2200 for a kind that upstream does not know
 */
export function keyRequestFor(key: PublicKey | null): KeyRequest {
  switch (key?.kind) {
    case "rsa":
      return { algorithm: "rsa", size: BigInt(bitLength(key.n)) };
    case "ecdsa":
      return { algorithm: "ecdsa", size: BigInt(curveBits(key.curve)) };
    case "ed25519":
      return { algorithm: "ed25519", size: 256n };
    default:
      throw new CfsslError("privateKey.notRsaOrEcc");
  }
}
