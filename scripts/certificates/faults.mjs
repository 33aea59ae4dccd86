import { faultOfName } from "./names.mjs";

const day = 24 * 3_600_000;

/** Whole days until a moment; negative after it. */
export function daysLeft(notAfter, now) {
  return Math.floor((notAfter - now) / day);
}

/** What is wrong with a certificate, in sentences. Times are in milliseconds. */
export function faultsOf({ subject, issuer, names, notBefore, notAfter, isSelfSigned, ca }, now) {
  const faults = names
    // To cfssl, a host with a port is a URI.
    .filter(({ kind, value }) => kind === "DNS" || (kind === "URI" && /^[^/]*:\d+$/.test(value)))
    .map(({ value }) => [value, faultOfName(value)])
    .filter(([, fault]) => fault !== null)
    .map(([value, fault]) => `${shownName(value)} matches no host: ${fault}.`);
  if (subject === issuer && !isSelfSigned) {
    const name = /CN=[^,]*/.exec(subject)?.[0] ?? subject;
    faults.push(
      `Its subject is its CA's (${name}), so OpenSSL takes it for self-signed and rejects it. Give it another CN.`,
    );
  }
  if (now > notAfter) faults.push(`It expired on ${dateOf(notAfter)}.`);
  if (now < notBefore) faults.push(`It is not valid before ${dateOf(notBefore)}.`);
  // Certificates made together end minutes apart.
  if (ca && notAfter > ca.notAfter + day) faults.push(`It outlives its CA, which expires on ${dateOf(ca.notAfter)}.`);
  if (!ca && !isSelfSigned) faults.push(`No certificate here signed it. Its issuer is ${issuer}.`);
  return faults;
}

/** A name as it is, or in quotes if it could not be seen as one word. */
export function shownName(value) {
  return /^\S+$/.test(value) ? value : JSON.stringify(value);
}

export function dateOf(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
