import type { Output } from "../manifest/output.js";
import type { KeyRow, Row } from "../manifest/row.js";

/** The CAs above a row, the nearest first. */
export function chainOf(row: Row, cas: ReadonlyMap<string, Row>): readonly Row[] {
  const chain: Row[] = [];
  for (let at = row; at.pattern.ca !== null; ) {
    const ca = cas.get(at.pattern.ca);
    if (!ca) break;
    chain.push(ca);
    at = ca;
  }
  return chain;
}

/** What an output has in it. */
export interface Holds {
  /** Rows whose certificates it holds. */
  readonly certificates: readonly Row[];
  /** Whether it holds the row's private or public key. */
  readonly hasKey: boolean;
}

/** What an output of a row holds. */
export function holdsOf(
  { form, withRoot, kubeconfig }: Output,
  row: Row | KeyRow,
  cas: ReadonlyMap<string, Row>,
): Holds {
  if (row.kind === "key") return { certificates: [], hasKey: true };
  const chain = chainOf(row, cas);
  const sent = [row, ...chain.filter(({ pattern }) => withRoot || pattern.ca !== null)];
  const roots = chain.slice(-1);
  switch (form) {
    case "cert":
      return { certificates: [row], hasKey: false };
    case "fullchain":
      return { certificates: sent, hasKey: false };
    case "combined":
      return { certificates: sent, hasKey: true };
    case "pkcs12":
    case "pkcs12-old":
      return { certificates: [row, ...chain], hasKey: true };
    case "truststore":
      return { certificates: row.kind === "ca" ? [row] : roots, hasKey: false };
    case "secret":
      return { certificates: [...sent, ...roots], hasKey: true };
    case "kubeconfig":
      return kubeconfig?.isEmbedded
        ? { certificates: [...sent, ...roots], hasKey: true }
        : { certificates: [], hasKey: false };
    default:
      return { certificates: [], hasKey: true };
  }
}
