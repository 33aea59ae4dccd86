import { type MailRules, parseAddress } from "../go/mail.js";
import { type IpRules, parseIp } from "../go/net.js";
import { formatUrl, parseRequestUri } from "../go/url.js";
import type { SubjectAltNames } from "../x509/encode/general-name.js";

export interface HostRules {
  readonly ip: IpRules;
  readonly mail: MailRules;
  /** Whether a host that reads as a URI becomes a uniformResourceIdentifier; a dNSName otherwise. */
  readonly uriHosts: boolean;
}

/** The hosts of a comma-separated list, as -hostname takes them: nothing is trimmed; an empty text is no list. */
export function splitHosts(text: string): string[] | null {
  return text === "" ? null : text.split(",");
}

/**
 * Sorts hosts by kind as upstream does: IP address, else mail address, else URI, else DNS name, whatever it looks like.
 * Each kind keeps its order.
 */
export function classifyHosts(hosts: readonly string[], rules: HostRules): SubjectAltNames {
  const names = {
    dnsNames: [] as string[],
    emailAddresses: [] as string[],
    ipAddresses: [] as Uint8Array[],
    uris: [] as string[],
  };
  for (const host of hosts) {
    const ip = parseIp(host, rules.ip);
    if (ip) {
      names.ipAddresses.push(ip);
      continue;
    }
    const mail = parseAddress(host, rules.mail);
    if (mail !== null) {
      names.emailAddresses.push(mail);
      continue;
    }
    const uri = rules.uriHosts ? requestUri(host) : null;
    if (uri === null) names.dnsNames.push(host);
    else names.uris.push(uri);
  }
  return names;
}

function requestUri(host: string): string | null {
  // The forms of a URI: an absolute path, the asterisk, or a scheme with its colon.
  if (!host.startsWith("/") && host !== "*" && !host.includes(":")) return null;
  try {
    return formatUrl(parseRequestUri(host));
  } catch {
    return null;
  }
}
