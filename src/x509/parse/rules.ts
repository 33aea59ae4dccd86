import type { Asn1Rules } from "../../go/asn1/types.js";
import type { AlgorithmRules } from "./algorithm.js";

/** How Go releases differ in reading certificates and requests. */
export interface ParserRules extends Asn1Rules, AlgorithmRules {
  /** Key identifiers and authorityInfoAccess must not be critical (RFC 5280 §4.2.1.1, §4.2.1.2, §4.2.2.1). */
  readonly refusesCriticalIdentifiers: boolean;
  /** policyConstraints, policyMappings and inhibitAnyPolicy are read. */
  readonly readsPolicyConstraints: boolean;
  /** A policy may not stand twice in certificatePolicies, and its OID may have arcs of any size (such are not shown). */
  readonly checksPolicies: boolean;
  /** Errors say which part of basicConstraints is malformed. */
  readonly namesConstraintPart: boolean;
  /** An arc of an OID may have leading zeros (octets of 80) in certificates. */
  readonly acceptsPaddedOids: boolean;
  /** Errors name the extension that stands twice. */
  readonly namesDuplicateExtension: boolean;
  /** A domain of a URI, an address or a constraint must not begin with a dot (beside a constraint's own). */
  readonly refusesLeadingDot: boolean;
}
