import type { Role } from "../../inventory/use.js";

/** What the person who checks knows and the files do not say. */
export interface Facts {
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
  /** Milliseconds before its end in which a certificate is reported. */
  readonly within: number;
  /** The ranges of service addresses; empty if they are only in the files. */
  readonly serviceCidrs: readonly string[];
  /** What clients dial. */
  readonly hosts: readonly string[];
  /** Addresses of nodes by name. */
  readonly nodes: ReadonlyMap<string, string>;
  /** Roles of files. */
  readonly roles: ReadonlyMap<string, Role>;
}

/** Milliseconds before its end in which a certificate is reported, unless somebody says otherwise: 30 days. */
export const usualWithin = 30 * 86_400_000;
