import type { CheckReport, ReportedFile } from "../check/report.js";

/** A certificate of the report, once, wherever it lies. */
export interface Card {
  readonly number: number;
  /** The file that it is called by, and then the others that hold it. */
  readonly paths: readonly [string, ...string[]];
  readonly isCa: boolean;
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly role: string;
  readonly sans: readonly string[];
  readonly keyFile: string | null;
  /** The numbers of the certificates that signed it. */
  readonly signers: readonly number[];
  /** Milliseconds since 1970; NaN if the report does not tell. */
  readonly starts: number;
  readonly ends: number;
}

/** The certificates of a report, in its order. */
export function cardsOf({ files }: CheckReport): readonly Card[] {
  const copies = new Map<number, [ReportedFile, ...ReportedFile[]]>();
  for (const [at, file] of files.entries()) {
    if (file.kind !== "certificate" && file.kind !== "ca") continue;
    // Rows without a number are certificates of their own.
    const number = file.certificate ?? -1 - at;
    const same = copies.get(number);
    if (same) same.push(file);
    else copies.set(number, [file]);
  }
  return [...copies].map(([number, rows]) => cardOf(number, rows));
}

function cardOf(number: number, rows: readonly [ReportedFile, ...ReportedFile[]]): Card {
  const [first, ...others] = rows;
  const {
    kind,
    subject = "",
    issuer = "",
    serial = "",
    role,
    sans = [],
    signers = [],
    notBefore = "",
    notAfter = "",
  } = first;
  const isRoot = signers.includes(number);
  return {
    ...{ number, isCa: kind === "ca", subject, issuer, serial, sans, signers },
    paths: [first.path, ...new Set(others.map(({ path }) => path).filter((path) => path !== first.path))],
    role: role ?? (kind !== "ca" ? "role unknown" : isRoot ? "root CA" : "intermediate CA"),
    keyFile: rows.find(({ keyFile }) => keyFile !== undefined)?.keyFile ?? null,
    ...{ starts: Date.parse(notBefore), ends: Date.parse(notAfter) },
  };
}

const day = 86_400_000;

/** Days from a moment to another, also a part of one. */
export function daysBetween(from: number, to: number): number {
  return (to - from) / day;
}

/** How long a certificate lasts: `364 days left`, `expired 3 days ago`. */
export function leftText({ starts, ends }: Pick<Card, "starts" | "ends">, at: number): string {
  if (Number.isNaN(ends)) return "end unknown";
  if (ends < at) return `expired ${counted(Math.ceil(daysBetween(ends, at)), "day")} ago`;
  if (starts > at) return `valid in ${counted(Math.ceil(daysBetween(at, starts)), "day")}`;
  const days = Math.floor(daysBetween(at, ends));
  return days === 0 ? "less than a day left" : `${counted(days, "day")} left`;
}

export function isOver({ ends }: Pick<Card, "ends">, at: number): boolean {
  return ends < at;
}

export function counted(count: number, thing: string, things = `${thing}s`): string {
  return `${groupDigits(count)} ${count === 1 ? thing : things}`;
}

/** 10000 as 10,000. */
export function groupDigits(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A day for people: 28 Nov 2026. */
export function dayText(moment: number): string {
  if (Number.isNaN(moment)) return "unknown";
  const date = new Date(moment);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
