import type { TlsSettings } from "../../go/http/message.js";
import { type JsonOut, type JsonRules, marshal } from "../../go/json/encode.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { type ClientRules, createClient } from "../api/client.js";
import { isValidPolicy, type SigningPolicy } from "../config/policy.js";
import type { UsageRules } from "../config/usages.js";
import type { Context } from "../context.js";
import { CfsslError } from "../errors.js";
import { type TlsServerRules, tlsSettings } from "../tls-settings.js";
import type { CaSigner, Terms } from "./signer.js";

export interface RemoteRules extends ClientRules {
  /** Whether a request has the members added after 1.2.0, and omits empty parts of a subject. */
  readonly laterSignMembers: boolean;
  /** The log line for unreadable files of -mutual-tls-client-cert and -mutual-tls-client-key. */
  unreadableCertificate(certificate: string, key: string): string;
}

export interface RemoteSignerRules extends UsageRules, TlsServerRules {
  readonly json: JsonRules;
  readonly remote: RemoteRules;
}

/** The CAs to trust for TLS servers, and the certificate to show them. */
export type RemoteOptions = Pick<TlsSettings, "trustedCas" | "clientCertificate">;

/**
 * Makes a signer that asks the servers of the policy's profiles.
 *
 * @throws CfsslError 5200 if the policy is invalid
 */
export function createRemoteSigner(
  policy: SigningPolicy,
  context: Context<RemoteSignerRules>,
  options: RemoteOptions,
): CaSigner {
  const { log, rules } = context;
  if (!isValidPolicy(policy, log, rules)) throw new CfsslError("policy.invalidPolicy");
  const tls = tlsSettings(options, context);
  const sign = async (csr: string, terms: Terms) => {
    const { remoteServer, remoteProvider } = policy.profiles.get(terms.profile ?? "") ?? policy.default;
    const body = encodeUtf8(marshal(requestBody(csr, terms, rules.remote), rules.json));
    const client = createClient(remoteServer, tls, context);
    return remoteProvider ? client.authSign(body, remoteProvider) : client.sign(body);
  };
  return {
    sign,
    signMade: ({ pem }, terms) => sign(pem, terms),
    policy,
    async info({ label, profile }) {
      const { remoteServer } = policy.profiles.get(profile) ?? policy.default;
      const body = encodeUtf8(marshal({ label, profile }, rules.json));
      return createClient(remoteServer, tls, context).info(body);
    },
  };
}

function requestBody(csr: string, terms: Terms, rules: RemoteRules): JsonOut {
  const noTime = "0001-01-01T00:00:00Z";
  return {
    hosts: terms.hosts ?? null,
    certificate_request: csr,
    subject: terms.subject ? subjectBody(terms.subject, rules) : undefined,
    profile: terms.profile ?? "",
    crl_override: terms.crlUrl ?? "",
    label: terms.label ?? "",
    serial: terms.serial ?? undefined,
    ...(rules.laterSignMembers ? { NotBefore: noTime, NotAfter: noTime, ReturnPrecert: false, metadata: null } : {}),
  };
}

type Subject = NonNullable<Terms["subject"]>;
type SubjectName = NonNullable<Subject["names"]>[number];

function subjectBody({ commonName, names, serialNumber }: Subject, rules: RemoteRules): JsonOut {
  return { CN: commonName, names: names?.map((name) => nameBody(name, rules)) ?? null, SerialNumber: serialNumber };
}

function nameBody(name: SubjectName, { laterSignMembers }: RemoteRules): JsonOut {
  const unlessEmpty = (text: string) => (laterSignMembers && text === "" ? undefined : text);
  return {
    C: unlessEmpty(name.country),
    ST: unlessEmpty(name.province),
    L: unlessEmpty(name.locality),
    O: unlessEmpty(name.organization),
    OU: unlessEmpty(name.organizationalUnit),
    E: laterSignMembers ? unlessEmpty(name.emailAddress) : undefined,
    SerialNumber: unlessEmpty(name.serialNumber),
    OID: laterSignMembers && name.attributes?.size ? name.attributes : undefined,
  };
}
