import type { CertificateInfoRules } from "../certinfo/certificate.js";
import type { RequestDumpRules } from "../certinfo/request.js";
import type { BundleRules } from "../cfssl/bundler/rules.js";
import type { CaRules } from "../cfssl/ca/initca.js";
import type { SelfsignRules } from "../cfssl/ca/selfsign.js";
import type { CertificateDatabaseRules } from "../cfssl/certdb/database.js";
import type { ProfileRules } from "../cfssl/config/profile.js";
import type { RevocationRules } from "../cfssl/revocation/check.js";
import type { OcspSignRules } from "../cfssl/revocation/ocsp-signer.js";
import type { OcspResponderRules } from "../cfssl/revocation/ocsp-source.js";
import type { ScanRules } from "../cfssl/scan/families.js";
import type { OpenSignerRules } from "../cfssl/signer/open.js";
import type { CfssljsonRules } from "../cfssljson/output-files.js";
import type { FlagSpec } from "../go/flag.js";

/** How the releases differ in issuing. */
export interface IssuingRules
  extends CaRules,
    ProfileRules,
    OpenSignerRules,
    SelfsignRules,
    CertificateDatabaseRules,
    OcspSignRules {
  readonly ocsp: OcspResponderRules;
  readonly bundle: BundleRules;
  readonly revocation: RevocationRules["revocation"];
}

/** How the command lines of the releases differ. */
export interface CommandLineRules {
  /** Whether a command refuses more arguments than it takes. */
  readonly extraArgumentsAreErrors: boolean;
  /** Whether TIME of gencrl names a file with the number. */
  readonly crlTimeIsFile: boolean;
  /** Whether selfsign uses a configuration's default profile if -profile names no other. */
  readonly selfsignTakesDefaultProfile: boolean;
  /** Whether ocspserve reads -db-config. */
  readonly servesOcspOfDatabase: boolean;
  /** Whether the address of -address gets brackets if it has colons. */
  readonly bracketsAddress: boolean;
  /** The error of ocspserve for a command line that names no responses. */
  readonly noOcspSource: string;
}

/** How the servers of the releases differ. */
export interface ServerRules extends ScanRules {
  /** Names of the endpoints that the release lacks. */
  readonly missingEndpoints: readonly string[];
  /** Whether the log announces each endpoint by its path, and names that path where there is none. */
  readonly namesPath: boolean;
  /** Whether the pages for people are there. */
  readonly hasPages: boolean;
  /** Whether multirootca counts requests at /metrics. */
  readonly hasMetrics: boolean;
  /** Whether what the server makes comes with a SHA-256 digest, too. */
  readonly showsSha256: boolean;
  /** Whether sign, authsign and newcert take `bundle` to heart. */
  readonly bundlesIssued: boolean;
  /** Whether a request to ocspsign chooses the hash of the issuer's name and key. */
  readonly choosesOcspHash: boolean;
  /** Whether certinfo looks certificates up by their serial number. */
  readonly looksUpSerials: boolean;
  /** The Go package of gencrl's request, its log line for an unreadable issuer, and its answer. */
  readonly crlPackage: string;
  readonly badIssuerWords: string;
  readonly badIssuer: string;
  /** The answer of gencrl for a key that cannot be read. */
  readonly badIssuingKey: string;
  /** The start of certinfo's log line for a certificate that cannot be read. */
  readonly badCertificateWords: string;
  /** Whether the log tells of plain HTTP that comes to a port of TLS. */
  readonly logsPlainHttp: boolean;
}

/** A release of upstream as data: each known difference is a member. */
export interface Release {
  /** The value of CFSSL_COMPAT that chooses this release. */
  readonly level: string;
  /** The full version number. */
  readonly version: string;
  readonly issuing: IssuingRules;
  readonly certinfo: CertificateInfoRules & RequestDumpRules;
  readonly cfssljson: CfssljsonRules;
  readonly cli: CommandLineRules;
  readonly server: ServerRules;
  /** Names of the commands of `cfssl`. */
  readonly commands: readonly string[];
  /** Flags that may come before the command's name. */
  readonly topFlags: readonly FlagSpec[];
  /** Names of the flags of `cfssl` that this release lacks. */
  readonly missingFlags: readonly string[];
  /** Names of the flags of `cfssl-certinfo`. */
  readonly certinfoFlags: readonly string[];
  /** The targets that certinfo names in its error for a missing one. */
  readonly certinfoTargets: string;
  /** The output of `cfssl version`. */
  versionText(runtime: string): string;
}
