import type { ServerRequest } from "../../go/http/server/exchange.js";
import { decodeUtf8 } from "../../go/utf8.js";

/** A request as upstream shows it on standard output when it refuses one: its head, its headers by name, its body. */
export function dumpRequest({ method, target, protocol, host, headers }: ServerRequest, body: Uint8Array): string {
  const lines = [...headers].flatMap(([name, values]) => values.map((value) => `${canonical(name)}: ${value}\r\n`));
  return `${method} ${target} ${protocol}\r\nHost: ${host}\r\n${lines.sort().join("")}\r\n${decodeUtf8(body)}\n`;
}

/** The name of a header as Go writes it: `Content-Type`. */
function canonical(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}
