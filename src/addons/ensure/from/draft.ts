import type { Writable } from "../json-text.js";

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
}

export function rowOf({ ca, profile, request, cn, hosts }: Draft, each?: readonly string[]): Writable {
  return {
    each,
    ca: ca ?? undefined,
    profile: profile || undefined,
    request,
    cn: cn ?? undefined,
    hosts: hosts && hosts.length > 0 ? hosts : undefined,
  };
}
