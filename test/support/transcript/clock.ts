/** When a step ran. Moments are milliseconds since 1970. */
export interface Clock {
  /** The beginning and the end, by the program's own clock. */
  readonly from: number;
  readonly to: number;
  /** Moments that the inputs name. The transcript shows them unchanged. */
  readonly named: ReadonlySet<number>;
}

const second = 1000;
const minute = 60 * second;
/** A moment further from the clock than this was not derived from it. */
const farAway = 10 * 24 * 60 * minute;

/**
 * Describes a moment (a whole second) by how a program can have computed it: it is a date that an input names, or an
 * offset from the clock's minute (rounded, as upstream does for certificates) or from the clock's second.
 */
export function momentText(moment: number, clock: Clock): string {
  if (clock.named.has(moment)) return isoText(moment);
  const minutes = new Set([clock.from, clock.to].map((at) => Math.round(at / minute) * minute));
  const seconds: number[] = [];
  for (let at = floorSecond(clock.from); at <= clock.to; at += second) seconds.push(at);
  for (const shift of [-5 * minute, 0]) {
    for (const at of minutes) if (moment === at + shift) return offsetText("this minute", shift);
    for (const at of seconds) if (moment === at + shift) return offsetText("this second", shift);
  }
  for (const at of minutes) {
    if (Math.abs(moment - at) < farAway) return offsetText("this minute", moment - at);
  }
  return isoText(moment);
}

/** The end of a period: a date that an input names, or the time since its beginning. */
export function untilText(end: number, begin: number, clock: Clock): string {
  return clock.named.has(end) ? isoText(end) : offsetText("then", end - begin);
}

function offsetText(base: string, milliseconds: number): string {
  if (milliseconds === 0) return base;
  return `${base} ${milliseconds < 0 ? "-" : "+"} ${durationText(Math.abs(milliseconds) / second)}`;
}

function durationText(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "m"],
    [seconds % 60, "s"],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
}

export function floorSecond(moment: number): number {
  return Math.floor(moment / second) * second;
}

export function isoText(moment: number): string {
  return new Date(moment).toISOString().replace(".000Z", "Z");
}

/** The moments in RFC 3339 form in a text, to the second. */
export function momentsIn(text: string): number[] {
  const found = text.match(/\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)/g) ?? [];
  return found.map((word) => floorSecond(Date.parse(word))).filter((moment) => !Number.isNaN(moment));
}

/**
 * Waits until the clock is far enough from the start and the middle of a minute, where upstream's rounding changes, and
 * from the start of a second, which a program may see. Only then can the transcript tell how a program computed a time.
 */
export async function steadyClock(): Promise<void> {
  const into = Date.now() % (30 * second);
  const untilSecond = second - (into % second);
  const wait = into < second || untilSecond < 150 ? untilSecond : into > 27 * second ? 31 * second - into : 0;
  if (wait === 0) return;
  await new Promise((resolve) => setTimeout(resolve, wait + 1));
  await steadyClock();
}
