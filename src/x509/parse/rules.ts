import type { Asn1Rules } from "../../go/asn1/types.js";
import type { AlgorithmRules } from "./algorithm.js";

/** How Go releases differ in parsing certificates and requests. */
export interface ParserRules extends Asn1Rules, AlgorithmRules {
  /** Whether key identifiers and authorityInfoAccess must not be critical (RFC 5280 §4.2.1.1, §4.2.1.2, §4.2.2.1). */
  readonly refusesCriticalIdentifiers: boolean;
  /** Whether Go reads policyConstraints, policyMappings and inhibitAnyPolicy. */
  readonly readsPolicyConstraints: boolean;
  /** Whether Go refuses repeated policies, and accepts policy OIDs with arcs of any size (but does not show them). */
  readonly checksPolicies: boolean;
  /** Whether errors name the malformed part of basicConstraints. */
  readonly namesConstraintPart: boolean;
  /** Whether an arc of an OID may have leading zeros (bytes 80) in certificates. */
  readonly acceptsPaddedOids: boolean;
  /** Whether errors name the repeated extension. */
  readonly namesDuplicateExtension: boolean;
  /** Whether a domain must not start with a dot, beyond the one that a constraint may have. */
  readonly refusesLeadingDot: boolean;
}
