import type { JsonRules } from "../go/json/encode.js";
import type { CaKeyRules } from "./ca-files.js";
import type { ProfileRules } from "./config/profile.js";
import type { RequestRules } from "./csr/generate.js";
import type { FileRules } from "./files.js";
import type { PemKeyRules } from "./key-file.js";
import type { Logger } from "./log.js";
import type { Network } from "./network.js";
import type { SelfsignRules } from "./selfsign.js";
import type { CtRules } from "./signer/ct.js";
import type { SignRules } from "./signer/local.js";
import type { RemoteRules } from "./signer/remote.js";
import type { TlsRules } from "./tls-settings.js";

/** What upstream's releases do differently in issuing; a record of src/release says it whole. */
export interface IssuingRules
  extends RequestRules,
    PemKeyRules,
    ProfileRules,
    SignRules,
    CaKeyRules,
    FileRules,
    SelfsignRules {
  /** How JSON is written, coded errors too. */
  readonly json: JsonRules;
  readonly remote: RemoteRules;
  readonly ct: CtRules;
  readonly tls: TlsRules;
}

/** What issuing needs of the world: a place for log lines, the time, randomness, the network, a release's rules. */
export interface Context {
  readonly log: Logger;
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Random octets fit for serial numbers. */
  random(length: number): Uint8Array;
  readonly network: Network;
  readonly rules: IssuingRules;
}
