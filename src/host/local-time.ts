/**
 * Formats a moment (milliseconds since 1970, UTC) as `YYYY/MM/DD HH:MM:SS` in the time zone that the runtime takes for
 * the user's.
 */
export function localTime(milliseconds: number): string {
  const offset = isPosixZone(process.env["TZ"]) ? new Date(milliseconds).getTimezoneOffset() : 0;
  const at = new Date(milliseconds + offset * 60_000);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}/${two(at.getMonth() + 1)}/${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Whether TZ has a time zone in POSIX form (`CST-8`). Go does not know that form and takes UTC. */
function isPosixZone(zone = ""): boolean {
  return !zone.includes("/") && /[1-9]$/.test(zone);
}
