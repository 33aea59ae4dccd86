import { GoError, GoPanic } from "../../go/errors.js";
import { unmarshal } from "../../go/json/decode.js";
import {
  bool,
  bytes,
  custom,
  type Infer,
  iface,
  int,
  map,
  pointer,
  type Shape,
  slice,
  string,
  struct,
  text,
} from "../../go/json/index.js";
import type { Regexp, RegexpRules } from "../../go/regexp/index.js";
import { atoi } from "../../go/strconv.js";
import { type Moment, parseRfc3339Json, type TimeRules } from "../../go/time.js";
import { decodeUtf8 } from "../../go/utf8.js";

export interface ConfigShapeRules {
  readonly time: TimeRules;
  readonly regexp: RegexpRules;
  /** Whether the members added after 1.2.0 are read. Otherwise they are unknown keys. */
  readonly laterProfileMembers: boolean;
  /** Whether Go reads a regexp.Regexp from a JSON string. Otherwise it is a struct without members. */
  readonly regexpReadsText: boolean;
}

/** The words of `lint_error_level` and their levels. 0 is off. */
const lintLevels: Readonly<Record<string, number>> = {
  reserved: 0,
  NA: 1,
  NE: 2,
  pass: 3,
  info: 4,
  warn: 5,
  error: 6,
  fatal: 7,
};

const lintLevel: Shape<number> = custom({
  goType: "lint.LintStatus",
  zero: () => 0,
  fromJson(raw) {
    const text = decodeUtf8(raw);
    const word = text.replaceAll('"', "");
    const level = Object.hasOwn(lintLevels, word) ? lintLevels[word] : undefined;
    if (level === undefined) throw new GoError(`bad LintStatus JSON value: ${text}`);
    return level;
  },
});

/** A dotted object identifier. Upstream looks at the JSON text itself, so escapes stay as they are. */
export const objectIdentifier: Shape<string> = custom({
  goType: "config.OID",
  zero: () => "",
  fromJson(raw) {
    const text = decodeUtf8(raw);
    if (!text.startsWith('"')) throw new GoError(`OID JSON string not wrapped in quotes.${text}`);
    const dotted = text.slice(1, -1);
    if (!/[0-9]/.test(dotted)) throw new GoError("Invalid OID");
    return dotted.split(".").map(atoi).join(".");
  },
});

/** A Go time.Time; null for one that the text does not have. */
export function timeShape(rules: TimeRules): Shape<Moment | null> {
  return custom({
    goType: "time.Time",
    zero: () => null,
    fromJson: (raw, current) => parseRfc3339Json(raw, rules) ?? current,
  });
}

function configShape(rules: ConfigShapeRules, compile: (source: string) => Regexp) {
  const word = string();
  const words = slice(word);
  const truth = bool();
  const duration = int("time.Duration");
  const provider = iface("auth.Provider");
  const later = (key: string) => (rules.laterProfileMembers ? key : "-");
  const time = timeShape(rules.time);
  const regexp: Shape<Regexp | null> = rules.regexpReadsText
    ? text({ goType: "regexp.Regexp", zero: () => null, fromText: compile })
    : opaque("regexp.Regexp", emptyRegexp);
  const policyQualifier = struct("config.CertificatePolicyQualifier", {
    type: ["Type", word],
    value: ["Value", word],
  });
  const policy = struct("config.CertificatePolicy", {
    id: ["ID", objectIdentifier],
    qualifiers: ["Qualifiers", slice(policyQualifier)],
  });
  const csrWhitelist = struct("config.CSRWhitelist", {
    subject: ["Subject", truth],
    publicKeyAlgorithm: ["PublicKeyAlgorithm", truth],
    publicKey: ["PublicKey", truth],
    signatureAlgorithm: ["SignatureAlgorithm", truth],
    dnsNames: ["DNSNames", truth],
    ipAddresses: ["IPAddresses", truth],
    emailAddresses: ["EmailAddresses", truth],
    uris: ["URIs", truth],
  });
  const profile = struct("config.SigningProfile", {
    usages: ["usages", words],
    issuerUrls: ["issuer_urls", words],
    ocspUrl: ["ocsp_url", word],
    crlUrl: ["crl_url", word],
    caConstraint: [
      "ca_constraint",
      struct("config.CAConstraint", {
        isCa: ["is_ca", truth],
        maxPathLen: ["max_path_len", int()],
        maxPathLenZero: ["max_path_len_zero", truth],
      }),
    ],
    ocspNoCheck: ["ocsp_no_check", truth],
    expiryText: ["expiry", word],
    backdateText: ["backdate", word],
    authKey: ["auth_key", word],
    copyExtensions: [later("copy_extensions"), truth],
    previousAuthKey: [later("prev_auth_key"), word],
    remote: ["remote", word],
    notBefore: ["not_before", time],
    notAfter: ["not_after", time],
    nameWhitelistText: ["name_whitelist", word],
    authRemote: ["auth_remote", struct("config.AuthRemote", { remote: ["remote", word], authKey: ["auth_key", word] })],
    ctLogServers: ["ct_log_servers", words],
    allowedExtensions: ["allowed_extensions", slice(objectIdentifier)],
    certStore: ["cert_store", word],
    lintErrorLevel: [later("lint_error_level"), lintLevel],
    ignoredLints: [later("ignored_lints"), words],
    ignoredLintSources: [later("ignored_lint_sources"), words],
    // The rest are upstream's own working fields. Their names are exported, so JSON can set them.
    policies: ["Policies", slice(policy)],
    expiry: ["Expiry", duration],
    backdate: ["Backdate", duration],
    provider: ["Provider", provider],
    previousProvider: [later("PrevProvider"), provider],
    remoteProvider: ["RemoteProvider", provider],
    remoteServer: ["RemoteServer", word],
    remoteCas: ["RemoteCAs", pointer(opaque("x509.CertPool", null))],
    clientCertificate: ["ClientCert", pointer(tlsCertificate())],
    csrWhitelist: ["CSRWhitelist", pointer(csrWhitelist)],
    nameWhitelist: ["NameWhitelist", pointer(regexp)],
    extensionWhitelist: ["ExtensionWhitelist", map(truth)],
    clientProvidesSerialNumbers: ["ClientProvidesSerialNumbers", truth],
    lintRegistry: [later("LintRegistry"), iface("lint.Registry")],
  });
  const signing = struct("config.Signing", {
    profiles: ["profiles", map(pointer(profile))],
    default: ["default", pointer(profile)],
  });
  const ocsp = struct("config.Config", {
    caCertFile: ["CACertFile", word],
    responderCertFile: ["ResponderCertFile", word],
    keyFile: ["KeyFile", word],
    interval: ["Interval", duration],
  });
  return struct("config.Config", {
    signing: ["signing", pointer(signing)],
    ocsp: ["ocsp", pointer(ocsp)],
    authKeys: ["auth_keys", map(struct("config.AuthKey", { type: ["type", word], key: ["key", word] }))],
    remotes: ["remotes", map(word)],
  });
}

/** A struct whose fields are all private to its package. Any JSON object gives `value`. */
function opaque<T>(goType: string, value: T): Shape<T> {
  const shape = struct(goType, {});
  return {
    goType,
    zero: () => value,
    read: (reader) => {
      shape.read(reader, {});
      return value;
    },
  };
}

/** An expression that was never compiled: upstream crashes when it matches a name. */
const emptyRegexp: Regexp = {
  match() {
    throw new GoPanic("a profile's NameWhitelist is an object: write name_whitelist with a regular expression instead");
  },
};

function tlsCertificate() {
  return struct("tls.Certificate", {
    certificate: ["Certificate", slice(bytes())],
    supportedSignatureAlgorithms: ["SupportedSignatureAlgorithms", slice(int("tls.SignatureScheme"))],
    ocspStaple: ["OCSPStaple", bytes()],
    signedCertificateTimestamps: ["SignedCertificateTimestamps", slice(bytes())],
    leaf: ["Leaf", pointer(opaque("x509.Certificate", null))],
  });
}

/** A configuration file as its JSON says it, with Go's zero values for absent members. */
export type ConfigFile = Infer<ReturnType<typeof configShape>>;
export type SigningSection = NonNullable<ConfigFile["signing"]>;
export type ProfileSection = NonNullable<SigningSection["default"]>;

/**
 * Reads a configuration's JSON as upstream does (see go/json); null for JSON's null.
 *
 * @throws GoError with encoding/json's text
 */
export async function decodeConfig(data: Uint8Array, rules: ConfigShapeRules): Promise<ConfigFile | null> {
  const decode = (compile: (source: string) => Regexp) => unmarshal(data, pointer(configShape(rules, compile)));
  try {
    return decode(() => {
      throw new RegexpFound();
    });
  } catch (cause) {
    if (!(cause instanceof RegexpFound)) throw cause;
    const { compileRegexp } = await import("../../go/regexp/index.js");
    return decode((source) => compileRegexp(source, rules.regexp));
  }
}

/**
 * Thrown at the first regular expression in the JSON. The compiler is loaded only then: `gencert -ca` with a
 * configuration that has none takes 10.12 ms instead of 10.58 (medians of 200 runs).
 */
class RegexpFound extends Error {}
