import type { CertificateInfoRules } from "../certinfo/certinfo.js";
import type { RequestDumpRules } from "../certinfo/request-dump.js";
import type { ExtraArgumentRules } from "../cfssl/commands/extra-arguments.js";
import type { IssuingRules } from "../cfssl/context.js";
import type { CfssljsonRules } from "../cfssljson/split.js";
import type { FlagSpec } from "../go/flag.js";

/** How the command lines of the releases differ. */
export interface CommandLineRules extends ExtraArgumentRules {
  /** Whether gencrl's TIME names a file that holds the number. */
  readonly crlTimeIsFile: boolean;
  /** Whether selfsign takes a configuration's default profile when -profile names none of the others. */
  readonly selfsignTakesDefaultProfile: boolean;
}

/** A release of upstream as data: every difference that this project knows of stands in a record of this type. */
export interface Release {
  /** What CFSSL_COMPAT says to get this release. */
  readonly level: string;
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
