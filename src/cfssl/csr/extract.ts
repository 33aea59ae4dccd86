import { formatIp } from "../../go/net.js";
import { formatDuration } from "../../go/time.js";
import { formatUrl } from "../../go/url.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { emptyRequest, type RequestName, type RequestSpec } from "./shape.js";

const second = 1_000_000_000n;
const longest = 2n ** 63n - 1n;

/**
 * The request that would give a certificate like this one. It has the usual attributes of the subject, the hosts and,
 * for a CA, its path length and how long it is valid.
 */
export function extractRequest(certificate: Certificate): RequestSpec {
  const { subject, isCa, maxPathLen, maxPathLenZero } = certificate;
  const lasting = BigInt(certificate.notAfter.seconds - certificate.notBefore.seconds) * second;
  const limited = lasting > longest ? longest : lasting < -longest - 1n ? -longest - 1n : lasting;
  const ca = {
    pathLength: BigInt(maxPathLen),
    pathLengthZero: maxPathLenZero,
    expiry: formatDuration(limited),
    backdate: "",
  };
  return {
    ...emptyRequest(),
    commonName: subject.commonName,
    serialNumber: subject.serialNumber,
    names: requestNames(certificate),
    hosts: [
      ...certificate.ipAddresses.map(formatIp),
      ...certificate.dnsNames,
      ...certificate.emailAddresses,
      ...certificate.uris.map(formatUrl),
    ],
    ca: isCa ? ca : null,
  };
}

/** The nth value of each attribute goes into the nth name. */
function requestNames({ subject }: Certificate): RequestName[] {
  const { country, province, locality, organization, organizationalUnit } = subject;
  const columns = [country, province, locality, organization, organizationalUnit];
  const count = columns.reduce((longest, { length }) => Math.max(longest, length), 0);
  return Array.from({ length: count }, (_, at) => ({
    country: country[at] ?? "",
    province: province[at] ?? "",
    locality: locality[at] ?? "",
    organization: organization[at] ?? "",
    organizationalUnit: organizationalUnit[at] ?? "",
    emailAddress: "",
    serialNumber: "",
    attributes: null,
  }));
}
