import { checkSubject, profileOfRequest } from "../../../cfssl/ca/initca.js";
import type { SigningProfile } from "../../../cfssl/config/profile.js";
import type { RequestedCertificate } from "../../../cfssl/csr/requested.js";
import { defaultKeyRequest, type KeyRequest, type RequestSpec } from "../../../cfssl/csr/shape.js";
import { requestSubject } from "../../../cfssl/csr/subject.js";
import { CfsslError } from "../../../cfssl/errors.js";
import { classifyHosts } from "../../../cfssl/hosts.js";
import { fillTemplate } from "../../../cfssl/signer/template.js";
import { checkNames, keepWhitelisted } from "../../../cfssl/signer/whitelist.js";
import { GoError } from "../../../go/errors.js";
import type { CertificateTemplate } from "../../../x509/encode/certificate.js";
import { nameConstraints as encodeNameConstraints } from "../../../x509/encode/name-constraints.js";
import type { Extension } from "../../../x509/model/name.js";
import { manifestError } from "../manifest/errors.js";
import { hostsOf, type Row, requestOf } from "../manifest/row.js";
import type { Workshop } from "./context.js";

const noExtensions: readonly Extension[] = [];

/** What a row asks for. */
export interface Wanted {
  readonly spec: RequestSpec;
  readonly key: KeyRequest;
  /** The certificate that its CA would sign now. Its serial number and key identifier mean nothing. */
  readonly template: CertificateTemplate;
  /** The extensions in it that a request cannot ask for. */
  readonly added: readonly Extension[];
}

/**
 * Finds out what certificate a row asks for, by the functions that sign it.
 *
 * @throws EnsureError for what cannot be signed
 */
export function wantedOf(row: Row, workshop: Pick<Workshop, "manifest" | "context">): Wanted {
  try {
    const spec = requestOf(row);
    const template = row.pattern.ca === null ? rootTemplate(spec, workshop) : signedTemplate(row, spec, workshop);
    const key = spec.key ?? defaultKeyRequest();
    const { nameConstraints } = row.pattern;
    if (!nameConstraints) return { spec, key, template, added: noExtensions };
    const added = [encodeNameConstraints(nameConstraints)];
    return { spec, key, added, template: { ...template, extraExtensions: [...template.extraExtensions, ...added] } };
  } catch (cause) {
    throw withPlace(row, cause);
  }
}

/** The error of cfssl for a row, with the row's place. */
export function withPlace({ pattern, name }: Row, cause: unknown): unknown {
  if (!(cause instanceof GoError || cause instanceof CfsslError)) return cause;
  const names = cause instanceof CfsslError && cause.rejected ? `: ${cause.rejected.join(", ")}` : "";
  const which = pattern.name === name ? "" : ` (${name})`;
  return manifestError(`${pattern.place}${which}`, `${cause.message}${names}`);
}

function rootTemplate(spec: RequestSpec, { context }: Pick<Workshop, "context">): CertificateTemplate {
  checkSubject(spec);
  const profile = { ...profileOfRequest(spec, context), crlUrl: spec.crlUrl };
  const filled = fill(requested(spec, spec.hosts ?? [], context), profile, profile, context);
  return { ...filled, dnsNames: [], emailAddresses: [], uris: [] };
}

function signedTemplate(row: Row, spec: RequestSpec, { manifest, context }: Pick<Workshop, "manifest" | "context">) {
  const { policy } = manifest;
  const profile = policy.profiles.get(row.pattern.profile) ?? policy.default;
  if (context.isReproducible && profile.ctLogServers?.length) {
    throw new GoError("its profile asks logs for timestamps, which are never the same twice: this is not reproducible");
  }
  const all = requested(spec, spec.hosts ?? [], context);
  const hosts = hostsOf(row);
  const allowed = {
    ...(profile.csrWhitelist ? keepWhitelisted(all, profile.csrWhitelist) : all),
    ...(hosts ? classifyHosts(hosts, context.rules) : {}),
  };
  checkNames(allowed, profile);
  return fill(allowed, profile, policy.default, context);
}

function requested(spec: RequestSpec, hosts: readonly string[], { rules }: Workshop["context"]): RequestedCertificate {
  return {
    subject: requestSubject(spec),
    publicKey: null,
    ...classifyHosts(hosts, rules),
    ...{ basicConstraintsValid: spec.ca !== null, isCa: spec.ca !== null, maxPathLen: 0n, maxPathLenZero: false },
    extraExtensions: [],
  };
}

function fill(
  asked: RequestedCertificate,
  profile: SigningProfile,
  fallback: SigningProfile,
  { now, rules }: Workshop["context"],
): CertificateTemplate {
  const fixed = { serialNumber: 0n, crlUrls: [], subjectKeyId: new Uint8Array() };
  return fillTemplate(asked, profile, { ...fixed, fallback, now: now() }, rules);
}
