import { GoError } from "../../go/errors.js";
import { parseIp } from "../../go/net.js";

/** A block of addresses. */
export interface Network {
  readonly base: Uint8Array;
  /** The number of leading bits that count. */
  readonly bits: number;
}

/**
 * Reads CIDR blocks (RFC 4632 §3.1) that are separated by commas; null for an empty text, which means all addresses.
 *
 * @throws GoError `invalid CIDR address: …`
 */
export function parseNetworks(text: string): readonly Network[] | null {
  return text === "" ? null : text.split(",").map((part) => parseNetwork(part.trim()));
}

function parseNetwork(text: string): Network {
  const [, address = "", size = ""] = /^(.*)\/(\d{1,3})$/.exec(text) ?? [];
  const base = parseIp(address);
  const bits = Number(size);
  if (!base || size === "" || String(bits) !== size || bits > base.length * 8) {
    throw new GoError(`invalid CIDR address: ${text}`);
  }
  return { base, bits };
}

/** Whether an address, as in `127.0.0.1:40000` and `[::1]:40000`, lies in one of the networks. */
export function isPermitted(remoteAddress: string, networks: readonly Network[] | null): boolean {
  if (!networks) return true;
  const address = parseIp(remoteAddress.replace(/:\d+$/, "").replace(/^\[|\]$/g, ""));
  return address !== null && networks.some((network) => contains(network, address));
}

function contains({ base, bits }: Network, address: Uint8Array): boolean {
  if (address.length !== base.length) return false;
  return address.every((byte, at) => {
    const mask = (0xff00 >> Math.min(8, Math.max(0, bits - at * 8))) & 0xff;
    return (byte & mask) === ((base[at] ?? 0) & mask);
  });
}
