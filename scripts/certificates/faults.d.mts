export interface Facts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly { readonly kind: string; readonly value: string }[];
  readonly notBefore: number;
  readonly notAfter: number;
  readonly isSelfSigned: boolean;
  /** The certificate that signed this one; null if it is not there. */
  readonly ca: { readonly notAfter: number } | null;
}

export function daysLeft(notAfter: number, now: number): number;
export function faultsOf(facts: Facts, now: number): string[];
export function dateOf(milliseconds: number): string;
