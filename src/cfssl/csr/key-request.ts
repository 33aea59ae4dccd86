import { GoError } from "../../go/errors.js";
import { type GeneratedKey, generateKey, type KeyRules } from "../../x509/keys/private-key.js";
import { withCodeAsync } from "../errors.js";
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
