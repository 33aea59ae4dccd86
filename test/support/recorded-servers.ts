import { readFileSync } from "node:fs";
import { fixturePath } from "./contents.js";

/** A TLS server, and what the real programs said of it. */
export interface RecordedServer {
  readonly name: string;
  readonly host: string;
  /** The DER of the certificates that it sends, and of those that the program trusts. */
  readonly sent: readonly Uint8Array[];
  readonly trusted: readonly Uint8Array[];
  readonly "1.6.5": string;
  readonly "1.2.0": string;
}

/** When the programs were asked. */
export const recordedAt = new Date("2026-11-28T05:00:00Z");

/** The servers of fixtures/x509/servers.json, recorded by scripts/record-servers.mjs. */
export function recordedServers(): readonly RecordedServer[] {
  const { certificates, servers } = JSON.parse(readFileSync(fixturePath("x509/servers.json"), "utf8"));
  const derAt = (at: number) => new Uint8Array(Buffer.from(certificates[at] ?? "", "base64"));
  type Row = Omit<RecordedServer, "sent" | "trusted"> & { sent: readonly number[]; trusted: readonly number[] };
  return servers.map((row: Row) => ({ ...row, sent: row.sent.map(derAt), trusted: row.trusted.map(derAt) }));
}
