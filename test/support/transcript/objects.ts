import { createHash } from "node:crypto";
import { childrenOf, derText, type Element, hex, integerText, oidText, readElements } from "../der-text.js";
import { type Clock, isoText, momentText, untilText } from "./clock.js";
import type { Known } from "./known.js";
import { privateToPublic } from "./known.js";
import { isDeterministic, isSignedBy } from "./signature.js";

const extensionNames: Readonly<Record<string, string>> = {
  "2.5.29.14": "subjectKeyIdentifier",
  "2.5.29.15": "keyUsage",
  "2.5.29.17": "subjectAltName",
  "2.5.29.19": "basicConstraints",
  "2.5.29.20": "cRLNumber",
  "2.5.29.31": "cRLDistributionPoints",
  "2.5.29.32": "certificatePolicies",
  "2.5.29.35": "authorityKeyIdentifier",
  "2.5.29.37": "extKeyUsage",
  "1.3.6.1.5.5.7.1.1": "authorityInfoAccess",
};

/**
 * The lines that distinguish a certificate, request, list or key from any other, without what is random or depends on
 * the clock. Throws Error for anything but DER.
 */
export function objectLines(label: string, der: Uint8Array, clock: Clock, known: Known): string[] {
  const [top, ...rest] = readElements(der);
  if (top === undefined || rest.length > 0) throw new Error("not one element");
  if (label === "CERTIFICATE") return certificateLines(top, clock, known);
  if (label === "CERTIFICATE REQUEST") return requestLines(top, known);
  if (label === "X509 CRL") return listLines(top, clock, known);
  return keyLines(top, known);
}

function certificateLines(top: Element, clock: Clock, known: Known): string[] {
  const [tbs, algorithm, signature] = childrenOf(top);
  const fields = childrenOf(tbs);
  const version = fields[0]?.tag === 0xa0 ? fields.shift() : undefined;
  const [serial, inner, issuer, validity, subject, key, ...tail] = fields;
  const [begin, end] = childrenOf(validity).map(readTime);
  if (!serial || !inner || !issuer || !subject || !key || !begin || !end)
    throw new Error("a certificate lacks a field");
  const name = known.keyName(key.whole);
  nameRandomness(serial, begin, end, clock, known);
  return [
    `version ${version ? derText(version) : "none"}`,
    `serial number ${serialText(serial)}`,
    `algorithm ${derText(inner)}`,
    `issuer ${derText(issuer)}`,
    `from ${momentText(begin.moment, clock)} (${begin.type})`,
    `until ${untilText(end.moment, begin.moment, clock)} (${end.type})`,
    `subject ${derText(subject)}`,
    `key ${keyText(key, name)}`,
    ...tail.flatMap((field) => extensionLines(field, known)),
    signatureLine(tbs, inner, algorithm, signature, known, [name]),
  ];
}

/** Names the random serial number and the times of this certificate, which certinfo and log lines also show. */
function nameRandomness(serial: Element, begin: Time, end: Time, clock: Clock, known: Known): void {
  if (serial.contents.length > 4) known.addText(integerText(serial.contents), "<serial number>");
  for (const [{ moment }, name] of [
    [begin, "<from>"],
    [end, "<until>"],
  ] as const) {
    if (!clock.named.has(moment)) known.addText(isoText(moment), name);
  }
}

function requestLines(top: Element, known: Known): string[] {
  const [info, algorithm, signature] = childrenOf(top);
  const [version, subject, key, ...attributes] = childrenOf(info);
  if (!version || !subject || !key || !algorithm) throw new Error("a request lacks a field");
  const name = known.keyName(key.whole);
  const isWhole = known.isGiven(key.whole) && isDeterministic(algorithmOf(algorithm));
  return [
    `version ${derText(version)}`,
    `subject ${derText(subject)}`,
    `key ${keyText(key, name)}`,
    ...attributes.flatMap((field) => attributeLines(field, known)),
    signatureLine(info, algorithm, algorithm, signature, known, [name]),
    ...(isWhole ? [`SHA-256 of the whole ${createHash("sha256").update(top.whole).digest("hex")}`] : []),
  ];
}

/** The attributes of a request. Requested extensions are shown like those of a certificate. */
function attributeLines(field: Element, known: Known): string[] {
  if (field.tag !== 0xa0) return [`field ${derText(field)}`];
  const lines = childrenOf(field).flatMap((attribute) => {
    const [type, values, ...more] = childrenOf(attribute);
    const [value, ...others] = childrenOf(values);
    const isExtensions = type && oidText(type.contents) === "1.2.840.113549.1.9.14";
    if (!isExtensions || !value || others.length + more.length > 0) return [`attribute ${derText(attribute)}`];
    return ["attribute extensionRequest", ...childrenOf(value).map((each) => `  ${extensionLine(each, known)}`)];
  });
  return lines.length === 0 ? ["no attributes"] : lines;
}

function listLines(top: Element, clock: Clock, known: Known): string[] {
  const [tbs, algorithm, signature] = childrenOf(top);
  const fields = childrenOf(tbs);
  const version = fields[0]?.tag === 0x02 ? fields.shift() : undefined;
  const [inner, issuer, thisUpdate, nextUpdate, ...tail] = fields;
  if (!inner || !issuer || !thisUpdate || !nextUpdate) throw new Error("a list lacks a field");
  const now = readTime(thisUpdate);
  const next = readTime(nextUpdate);
  return [
    `version ${version ? derText(version) : "none"}`,
    `algorithm ${derText(inner)}`,
    `issuer ${derText(issuer)}`,
    `this update ${momentText(now.moment, clock)} (${now.type})`,
    `next update ${untilText(next.moment, now.moment, clock)} (${next.type})`,
    ...tail.flatMap((field) => (field.tag === 0x30 ? entryLines(field, clock) : extensionLines(field, known))),
    signatureLine(tbs, inner, algorithm, signature, known, []),
  ];
}

function entryLines(list: Element, clock: Clock): string[] {
  return [
    "revoked certificates",
    ...childrenOf(list).map((entry) => {
      const [serial, date, ...extensions] = childrenOf(entry);
      if (!serial || !date) throw new Error("an entry lacks a field");
      const { moment, type } = readTime(date);
      const words = [integerText(serial.contents), momentText(moment, clock), `(${type})`, ...extensions.map(derText)];
      return `  ${words.join(" ")}`;
    }),
  ];
}

/**
 * The parts of a private key that are not secret, and the name of its public key. The secret numbers are never shown.
 */
function keyLines(top: Element, known: Known): string[] {
  const name = known.keyName(privateToPublic(top.whole));
  const parts = childrenOf(top).map((part) => {
    const isSecret = part.tag === 0x02 && part.contents.length > 4;
    if (isSecret) return "number";
    if (part.tag === 0x04) return `octets of ${part.contents.length}`;
    return part.tag === 0xa1 ? "[1]{the public key}" : derText(part);
  });
  return [`${parts.join(", ")}`, `of ${name}`];
}

function keyText(key: Element, name: string): string {
  const [algorithm, bits] = childrenOf(key);
  if (!algorithm || !bits) throw new Error("a key lacks a field");
  return `${name}: ${derText(algorithm)} ${bits.contents.length} octets`;
}

/** Only the length shows whether it is random. */
function serialText(serial: Element): string {
  const number = BigInt(integerText(serial.contents));
  if (number <= 0n) return `not positive: ${number}`;
  if (number < 1n << 32n) return number.toString();
  return number < 1n << 63n ? "random, of 63 bits" : number < 1n << 159n ? "random, of 159 bits" : "too long";
}

function extensionLines(field: Element, known: Known): string[] {
  if (field.tag !== 0xa3 && field.tag !== 0xa0) return [`field ${derText(field)}`];
  return childrenOf(childrenOf(field)[0]).map((extension) => extensionLine(extension, known));
}

function extensionLine(extension: Element, known: Known): string {
  const parts = childrenOf(extension);
  const [type, flag] = parts;
  const value = parts.at(-1);
  if (!type || !flag || !value || parts.length > 3) throw new Error("an extension lacks a field");
  const id = oidText(type.contents);
  const words = ["extension", id, extensionNames[id], parts.length === 3 ? `critical:${derText(flag)}` : undefined];
  return known.nameIn([...words, insideText(value)].filter((word) => word !== undefined).join(" "));
}

/** The value of an extension, as DER text if it is DER. */
function insideText(value: Element): string {
  try {
    return readElements(value.contents).map(derText).join(" ");
  } catch {
    return hex(value.contents);
  }
}

/** Whose key the signature fits. */
export function signatureLine(
  signed: Element | undefined,
  inner: Element,
  outer: Element | undefined,
  signature: Element | undefined,
  known: Known,
  first: readonly string[],
): string {
  if (!signed || !outer || !signature || signature.tag !== 0x03) throw new Error("no signature");
  const keys = [...known.publicKeys()].sort(([a], [b]) => Number(first.includes(b)) - Number(first.includes(a)));
  const bits = signature.contents.subarray(1);
  const signer = keys.find(([, spki]) => isSignedBy(spki, algorithmOf(outer), signed.whole, bits));
  const by = signer ? `signed by ${signer[0]}` : "the signature fits no key";
  return derText(inner) === derText(outer) ? by : `${by}, algorithm ${derText(outer)}`;
}

function algorithmOf(algorithm: Element): string {
  const [id] = childrenOf(algorithm);
  return id ? oidText(id.contents) : "";
}

interface Time {
  readonly moment: number;
  readonly type: string;
}

export function readTime(element: Element): Time {
  const digits = Buffer.from(element.contents).toString("latin1");
  const isUtc = element.tag === 0x17;
  const match = (isUtc ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/).exec(
    digits,
  );
  if (!match) throw new Error(`a time of the form ${digits}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const century = isUtc ? (year < 50 ? 2000 : 1900) : 0;
  const date = new Date(0);
  date.setUTCFullYear(century + year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return { moment: date.getTime(), type: isUtc ? "UTCTime" : "GeneralizedTime" };
}
