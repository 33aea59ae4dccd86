/** What a message tells besides its meaning. */
export interface MessageFacts {
  /** The host or address that somebody dialled, and that a certificate should be valid for. */
  readonly dialled?: string;
  readonly port?: string;
  /** The names and addresses that the certificate is valid for. */
  readonly valid?: readonly string[];
  /** How many more names it has, where the message does not list all. */
  readonly otherNames?: number;
  /** The address of the other side, as a server sees it. */
  readonly peer?: string;
  /** The user that the API server takes a certificate for. */
  readonly user?: string;
  /** The node that the message is about. */
  readonly node?: string;
  /** A file as the message names it. */
  readonly path?: string;
  /** The CN of the CA that was tried. */
  readonly authority?: string;
  /** Decimal. */
  readonly serial?: string;
  /** Hexadecimal, lower case, without colons. */
  readonly keyId?: string;
  readonly issuerKeyId?: string;
  /** The CN of the certificate. */
  readonly commonName?: string;
  /** RFC 3339: when it was printed, and the end or the beginning of the certificate. */
  readonly at?: string;
  readonly notAfter?: string;
  readonly notBefore?: string;
  /** The machine whose journal has it. */
  readonly machine?: string;
  /** The program that prints it. */
  readonly component?: string;
}
