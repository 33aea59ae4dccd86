/**
 * Whole days until a certificate expires; negative when it has.
 *
 * @param {string} notAfter as certinfo says it
 */
export function daysLeft(notAfter) {
  return Math.floor((Date.parse(notAfter) - Date.now()) / 86_400_000);
}
