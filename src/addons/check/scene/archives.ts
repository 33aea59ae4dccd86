import { encodeHex } from "../../../go/hex.js";
import type { Holding } from "../../inventory/graph.js";
import type { Inventory } from "../../inventory/inventory.js";
import { baseName, parentOf } from "../../inventory/tree.js";
import type { Use } from "../../inventory/use.js";

/** Files that were kept when newer ones took their place. */

const words = /(?:^|[/._-])(?:archive|backup|bak|old|orig|previous|expired|saved?)s?(?:[/._-]|\d|$)|~$/i;
const dates = /[._-](?:\d{8}|\d{4}-\d\d-\d\d)(?:[-_T.]?\d{4,6})?(?=[/.]|$)/;

/** Whether a path says that it is a copy of what once was: in a folder `old`, with the ending `.bak`, with a date. */
export function isArchived(path: string): boolean {
  return words.test(path) || dates.test(path);
}

/**
 * Leaves out what a newer certificate of the same subject and names has replaced in the same folder, and what lies in an
 * archive and has a newer counterpart elsewhere: the files that certbot, kubelets and people keep. What a configuration
 * names stays.
 */
export function withoutReplaced(
  leaves: readonly Holding[],
  inventory: Inventory,
  usesOf: (path: string) => readonly Use[],
): readonly Holding[] {
  const current = inventory.kubeconfigs.filter(({ path }) => !isArchived(path));
  const named = new Set(
    current.map(({ clientCertificate, path }) => inventory.finder.find(clientCertificate.file, path)),
  );
  const isUsed = ({ places }: Holding) =>
    places.some(
      ({ path, member }) => (member !== "" && !isArchived(path)) || usesOf(path).length > 0 || named.has(path),
    );
  const aliasesOf = new Map(leaves.map((holding) => [holding, aliases(holding)]));
  const known = (holding: Holding) => aliasesOf.get(holding) ?? [];
  const newestAlike = newestBy(leaves, known);
  const isOlder = ({ certificate }: Holding, newest: ReadonlyMap<string, number>, key: string) =>
    (newest.get(key) ?? 0) > certificate.notAfter.seconds;
  const older = leaves.filter((holding) => known(holding).some((alias) => isOlder(holding, newestAlike, alias)));
  if (older.length === 0) return leaves;
  const newestBeside = newestBy(leaves, (holding) => holding.places.map(({ path }) => besideKey(path, holding)));
  const isKept = ({ path }: { readonly path: string }, holding: Holding) =>
    !isArchived(path) && !isOlder(holding, newestBeside, besideKey(path, holding));
  const replaced = new Set(
    older.filter((holding) => !isUsed(holding) && !holding.places.some((place) => isKept(place, holding))),
  );
  return leaves.filter((holding) => !replaced.has(holding));
}

/** Newer certificates in the same folder count only if they are for the same. */
function besideKey(path: string, { certificate }: Holding): string {
  const { rawSubject, rawIssuer, dnsNames, ipAddresses, extKeyUsage } = certificate;
  return [
    ...[parentOf(path), encodeHex(rawSubject), encodeHex(rawIssuer)],
    ...[...dnsNames, ...ipAddresses.map(encodeHex), ...extKeyUsage],
  ].join();
}

/** What a certificate and its successor have in common: the name, or else the file's name. */
function aliases(holding: Holding): readonly string[] {
  const { commonName } = holding.certificate.subject;
  const subject = commonName === "" ? encodeHex(holding.certificate.rawSubject) : commonName;
  const names = holding.places.map(({ path }) =>
    baseName(path).replace(/^(.*?\.(?:crt|pem|cer|conf|kubeconfig)).*$/, "$1"),
  );
  return [`subject ${subject}`, ...new Set(names.map((name) => `file ${name}`))];
}

/** The latest end of the certificates of each key. */
function newestBy(list: readonly Holding[], keysOf: (each: Holding) => readonly string[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const each of list) {
    const { seconds } = each.certificate.notAfter;
    for (const key of keysOf(each)) newest.set(key, Math.max(newest.get(key) ?? seconds, seconds));
  }
  return newest;
}
