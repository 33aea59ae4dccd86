import type { NameConstraints } from "../../../x509/model/certificate.js";
import { formatConstraints } from "../../constraints/constraint-text.js";
import type { Writable } from "../json-text.js";
import { constraintMember } from "../manifest/name-constraints.js";

/** A row as it may be written. */
export interface Draft {
  /** Null for a root. */
  readonly ca: string | null;
  /** "" for the default profile. */
  readonly profile: string;
  /** The path of a request, or the request. */
  readonly request: string | Writable;
  readonly cn: string | null;
  readonly hosts: readonly string[] | null;
  /** The names of its files; undefined if they are those of the manifest's layout. */
  readonly files: Writable | undefined;
  /** What a CA may sign; null for no limits. */
  readonly constraints: NameConstraints | null;
}

export function rowOf(
  { ca, profile, request, cn, hosts, files, constraints }: Draft,
  each?: readonly string[],
): Writable {
  return {
    each,
    ca: ca ?? undefined,
    profile: profile || undefined,
    request,
    cn: cn ?? undefined,
    hosts: hosts && hosts.length > 0 ? hosts : undefined,
    [constraintMember]: constraints ? constraintsOf(constraints) : undefined,
    files,
  };
}

function constraintsOf(constraints: NameConstraints): Writable {
  const { permitted, excluded } = formatConstraints(constraints);
  return {
    permitted: permitted.length > 0 ? permitted : undefined,
    excluded: excluded.length > 0 ? excluded : undefined,
  };
}
