/** What is known of the time at which a step ran. Moments are milliseconds since 1970. */
export interface Clock {
  /** When it began and when it was over, by the same clock as the program's. */
  readonly from: number;
  readonly to: number;
  /** Moments that the inputs name themselves: they are told as they are. */
  readonly named: ReadonlySet<number>;
}

const second = 1000;
const minute = 60 * second;
/** A moment further from the clock than this was not derived from it. */
const farAway = 10 * 24 * 60 * minute;

/**
 * A moment (a whole second) as what a program can have made it of: a date that an input names, the clock's minute
 * (rounded, as upstream does for certificates) or the clock's second, with what was added or taken away.
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

/** The end of a period: a date that an input names, or the time since its begin. */
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

/** The moments, to the second, that a text names in the form of RFC 3339. */
export function momentsIn(text: string): number[] {
  const found = text.match(/\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)/g) ?? [];
  return found.map((word) => floorSecond(Date.parse(word))).filter((moment) => !Number.isNaN(moment));
}

/**
 * Waits until the clock is far enough from the turn of a minute, and from its middle, where upstream's rounding turns,
 * and from the turn of a second, which a program may see: what it makes of the time can then be told apart.
 */
export async function steadyClock(): Promise<void> {
  const into = Date.now() % (30 * second);
  const untilSecond = second - (into % second);
  const wait = into < second || untilSecond < 150 ? untilSecond : into > 27 * second ? 31 * second - into : 0;
  if (wait === 0) return;
  await new Promise((resolve) => setTimeout(resolve, wait + 1));
  await steadyClock();
}
