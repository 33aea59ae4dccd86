import type { Handler } from "../../go/http/server/exchange.js";

/** What a server of several CAs counts. */
export class SigningCounts {
  readonly #requests = new Map<string, number>();
  readonly #errors = new Map<string, number>();
  #badInputs = 0;

  /** A request that may reach its signer. */
  countRequest(label: string): void {
    this.#requests.set(label, (this.#requests.get(label) ?? 0) + 1);
  }

  /** A request that its signer refused. */
  countError(label: string): void {
    this.#errors.set(label, (this.#errors.get(label) ?? 0) + 1);
  }

  /** A request that was refused, for whatever reason. */
  countBadInput(): void {
    this.#badInputs++;
  }

  /** The counts in the text format of Prometheus, version 0.0.4. */
  format(): string {
    const bad = this.#badInputs === 0 ? [] : [['operation="sign"', this.#badInputs] as const];
    return [
      ...family("bad_inputs_total", "How many times the input was malformed or not allowed.", bad),
      ...family(
        "requests_errored_total",
        "How many requests for each operation type resulted in an error.",
        byLabel(this.#errors),
      ),
      ...family(
        "requests_total",
        "How many requests for each operation type and signer were successfully processed.",
        byLabel(this.#requests),
      ),
    ].join("");
  }
}

type Row = readonly [labels: string, count: number];

function byLabel(counts: ReadonlyMap<string, number>): readonly Row[] {
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, n]) => [`operation="sign",signer="${label}"`, n]);
}

/** Nothing for a family without a row. */
function family(name: string, help: string, rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  return [`# HELP ${name} ${help}\n`, `# TYPE ${name} counter\n`, ...rows.map(([at, n]) => `${name}{${at}} ${n}\n`)];
}

/** Serves the counts. Upstream's answer has figures of its runtime besides, so it is always long enough for chunks. */
export function createMetricsHandler(counts: SigningCounts): Handler {
  return () => ({
    status: 200,
    headers: [["Content-Type", "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"]],
    body: counts.format(),
    isInChunks: true,
  });
}
