import type { CertificateInfoRules } from "../certinfo/certificate.js";
import type { RequestDumpRules } from "../certinfo/request.js";
import type { CaRules } from "../cfssl/ca/initca.js";
import type { SelfsignRules } from "../cfssl/ca/selfsign.js";
import type { ProfileRules } from "../cfssl/config/profile.js";
import type { OpenSignerRules } from "../cfssl/signer/open.js";
import type { CfssljsonRules } from "../cfssljson/output-files.js";
import type { FlagSpec } from "../go/flag.js";

/** How the releases differ in issuing. */
export interface IssuingRules extends CaRules, ProfileRules, OpenSignerRules, SelfsignRules {}

/** How the command lines of the releases differ. */
export interface CommandLineRules {
  /** Whether arguments beyond those that a command takes are refused. */
  readonly extraArgumentsAreErrors: boolean;
  /** Whether gencrl's TIME names a file that holds the number. */
  readonly crlTimeIsFile: boolean;
  /** Whether selfsign takes a configuration's default profile when -profile names none of the others. */
  readonly selfsignTakesDefaultProfile: boolean;
}

/** A release of upstream as data: each known difference is a member. */
export interface Release {
  /** What CFSSL_COMPAT says to get this release. */
  readonly level: string;
  /** Its number in full. */
  readonly version: string;
  readonly issuing: IssuingRules;
  readonly certinfo: CertificateInfoRules & RequestDumpRules;
  readonly cfssljson: CfssljsonRules;
  readonly cli: CommandLineRules;
  /** Names of the commands of `cfssl`. */
  readonly commands: readonly string[];
  /** Flags before the command's name. */
  readonly topFlags: readonly FlagSpec[];
  /** Names of flags of `cfssl` that this release does not have. */
  readonly missingFlags: readonly string[];
  /** Names of the flags of `cfssl-certinfo`. */
  readonly certinfoFlags: readonly string[];
  /** What certinfo says it can look at. */
  readonly certinfoTargets: string;
  /** What `cfssl version` prints. */
  versionText(runtime: string): string;
}
