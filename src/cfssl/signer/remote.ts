import { GoError } from "../../go/errors.js";
import type { SigningPolicy } from "../config/policy.js";
import type { Context } from "../context.js";
import type { Signer } from "./signer.js";

export function createRemoteSigner(_policy: SigningPolicy, _context: Context): Signer {
  throw new GoError("remote signing is not available yet");
}
