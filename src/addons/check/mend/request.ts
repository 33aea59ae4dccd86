import type { AlternativeNames, Certificate } from "../../../x509/model/certificate.js";
import { hostsOf } from "../scene/words.js";
import { jsonLines } from "./json-lines.js";

/** What is to be different in a certificate that is issued again. */
export interface RequestChanges {
  readonly commonName?: string;
  readonly organizations?: readonly string[];
  readonly hosts?: readonly string[];
  /** The CA section of a request for a CA. */
  readonly ca?: object;
}

/** What of a certificate is in a request. */
export type Requested = AlternativeNames & Pick<Certificate, "subject" | "publicKey">;

/** The lines of the request for a certificate like this one, in JSON. */
export function requestLines(certificate: Requested, changes: RequestChanges): readonly string[] {
  const { commonName, serialNumber } = certificate.subject;
  const names = namesOf(certificate, changes.organizations);
  return jsonLines({
    CN: changes.commonName ?? commonName,
    ...(serialNumber === "" ? {} : { serialnumber: serialNumber }),
    ...(changes.ca ? {} : { hosts: changes.hosts ?? hostsOf(certificate) }),
    key: keyOf(certificate),
    ...(names.length === 0 ? {} : { names }),
    ...(changes.ca ? { ca: changes.ca } : {}),
  });
}

type NameRecord = Readonly<Record<string, string>>;

/** The nth value of each attribute goes into the nth name. */
function namesOf({ subject }: Requested, organizations: readonly string[] | undefined): readonly NameRecord[] {
  const columns = {
    C: subject.country,
    ST: subject.province,
    L: subject.locality,
    O: organizations ?? subject.organization,
    OU: subject.organizationalUnit,
  };
  const count = Object.values(columns).reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(
      Object.entries(columns).flatMap(([name, values]) => (values[at] ? [[name, values[at]] as const] : [])),
    ),
  );
}

/** A key like that of the certificate, or a larger one where cfssl makes none so small. */
function keyOf({ publicKey }: Requested): Readonly<Record<string, unknown>> {
  switch (publicKey?.kind) {
    case "rsa":
      return { algo: "rsa", size: Math.min(Math.max(publicKey.n.toString(2).length, 2048), 8192) };
    case "ed25519":
      return { algo: "ed25519" };
    default: {
      const curve = publicKey?.kind === "ecdsa" ? publicKey.curve : "P-256";
      return { algo: "ecdsa", size: Math.max(Number(curve.slice(2)), 256) };
    }
  }
}
