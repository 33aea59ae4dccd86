import { isAscii } from "../../go/asn1/text.js";
import { DerReader, tags } from "../../go/cryptobyte.js";
import { GoError } from "../../go/errors.js";
import { quote } from "../../go/strconv.js";
import { parseUrl, type Url } from "../../go/url.js";
import { decodeUtf8 } from "../../go/utf8.js";
import type { AlternativeNames } from "../model/certificate.js";
import { demand } from "./demand.js";
import { isDomain } from "./domain.js";
import type { ParserRules } from "./rules.js";

/** Identifier bytes of the choices of GeneralName that we read (RFC 5280 §4.2.1.6). */
export const generalName = { rfc822Name: 0x81, dnsName: 0x82, uri: 0x86, ipAddress: 0x87 } as const;

/** Parses the value of subjectAltName and skips other kinds of names. Throws GoError. */
export function parseSubjectAltName(
  value: Uint8Array,
  rules: Pick<ParserRules, "refusesLeadingDot">,
): AlternativeNames {
  const reader = demand(new DerReader(value).enter(tags.sequence), "x509: invalid subject alternative names");
  const names = {
    dnsNames: [] as string[],
    emailAddresses: [] as string[],
    ipAddresses: [] as Uint8Array[],
    uris: [] as Url[],
  };
  while (!reader.isEmpty()) {
    const { tag, contents } = demand(reader.readAny(), "x509: invalid subject alternative name");
    switch (tag) {
      case generalName.rfc822Name:
        names.emailAddresses.push(parseAscii(contents, "rfc822Name"));
        break;
      case generalName.dnsName:
        names.dnsNames.push(parseAscii(contents, "dNSName"));
        break;
      case generalName.uri:
        names.uris.push(parseUri(parseAscii(contents, "uniformResourceIdentifier"), rules));
        break;
      case generalName.ipAddress:
        names.ipAddresses.push(checkAddress(contents));
        break;
    }
  }
  return names;
}

function parseAscii(contents: Uint8Array, kind: string): string {
  if (!isAscii(contents)) throw new GoError(`x509: SAN ${kind} is malformed`);
  return decodeUtf8(contents);
}

function parseUri(text: string, rules: Pick<ParserRules, "refusesLeadingDot">): Url {
  let url: Url;
  try {
    url = parseUrl(text);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new GoError(`x509: cannot parse URI ${quote(text)}: ${error.message}`);
  }
  if (!isDomain(url.host, rules)) throw new GoError(`x509: cannot parse URI ${quote(text)}: invalid domain`);
  return url;
}

function checkAddress(contents: Uint8Array): Uint8Array {
  if (contents.length === 4 || contents.length === 16) return contents;
  throw new GoError(`x509: cannot parse IP address of length ${contents.length}`);
}
