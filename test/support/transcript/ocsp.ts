import { childrenOf, derText, type Element, hex, integerText, readElements } from "../der-text.js";
import { type Clock, momentText, untilText } from "./clock.js";
import type { Known } from "./known.js";
import { readTime, signatureLine } from "./objects.js";

const minute = 60_000;
const hour = 60 * minute;

/** The lines that distinguish an OCSP response from any other, without what is random or depends on the clock. */
export function responseLines(der: Uint8Array, clock: Clock, known: Known): string[] {
  const [status, bytes] = childrenOf(readElements(der)[0]);
  if (!status || !bytes) throw new Error("no answer in it");
  const [type, octets] = childrenOf(childrenOf(bytes)[0]);
  const [basic] = readElements(octets?.contents ?? new Uint8Array());
  const [data, algorithm, signature, certificates] = childrenOf(basic);
  const [responder, producedAt, responses, ...tail] = childrenOf(data);
  if (!type || !data || !algorithm || !responder || !producedAt || !responses) throw new Error("a field is missing");
  return [
    `status ${derText(status)}, type ${derText(type)}`,
    `responder ${derText(responder)}`,
    `produced at ${cutText(producedAt, "minute", clock)}`,
    ...childrenOf(responses).flatMap((single) => singleLines(single, clock, known)),
    ...tail.map((field) => `field ${derText(field)}`),
    signatureLine(data, algorithm, algorithm, signature, known, []),
    ...certificateLines(certificates, known),
  ];
}

function certificateLines(certificates: Element | undefined, known: Known): string[] {
  if (!certificates) return [];
  return childrenOf(childrenOf(certificates)[0]).map(({ whole }) => `with ${known.valueName(whole) ?? hex(whole)}`);
}

function singleLines(single: Element, clock: Clock, known: Known): string[] {
  const [certId, ...fields] = childrenOf(single);
  const [algorithm, nameHash, keyHash, serial] = childrenOf(certId);
  // Without a status, its place is taken by the time.
  const status = fields[0]?.tag === 0x18 ? undefined : fields.shift();
  const [thisUpdate, nextUpdate, ...tail] = fields;
  const [next] = childrenOf(nextUpdate);
  if (!algorithm || !nameHash || !keyHash || !serial || !thisUpdate || !next) throw new Error("a field is missing");
  return [
    `hash ${derText(algorithm)}`,
    `issuer's name ${hex(nameHash.contents)}, key ${known.nameIn(hex(keyHash.contents))}`,
    `serial number ${known.nameIn(integerText(serial.contents))}`,
    `certificate ${statusText(status, clock)}`,
    `this update ${cutText(thisUpdate, "hour", clock)}`,
    `next update ${untilText(readTime(next).moment, readTime(thisUpdate).moment, clock)} (${readTime(next).type})`,
    ...tail.map((field) => `field ${derText(field)}`),
  ];
}

function statusText(status: Element | undefined, clock: Clock): string {
  if (!status) return "without a status";
  if (status.tag !== 0xa1) return status.tag === 0x80 ? "good" : status.tag === 0x82 ? "unknown" : derText(status);
  const [date, ...reason] = childrenOf(status);
  if (!date) throw new Error("a field is missing");
  const { moment, type } = readTime(date);
  return ["revoked", momentText(moment, clock), `(${type})`, ...reason.map(derText)].join(" ");
}

/** A moment that is the clock's with what is smaller than the unit cut off. */
function cutText(time: Element, unit: "minute" | "hour", clock: Clock): string {
  const { moment, type } = readTime(time);
  const size = unit === "minute" ? minute : hour;
  const isCut = [clock.from, clock.to].some((at) => Math.floor(at / size) * size === moment);
  return `${isCut ? `the start of this ${unit}` : momentText(moment, clock)} (${type})`;
}
