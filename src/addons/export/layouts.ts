/** The files of a certificate, of its private key and of its public key alone. */
export interface PairPaths {
  readonly certificate: string;
  readonly key: string;
  readonly publicKey: string;
}

/** How files are named by a name: as cfssljson does, or as most other programs do. */
export type Naming = "pem" | "crt";

export function pairPaths(naming: Naming, name: string): PairPaths {
  const [certificate, key] = naming === "pem" ? [".pem", "-key.pem"] : [".crt", ".key"];
  return { certificate: name + certificate, key: name + key, publicKey: `${name}.pub` };
}
