/** `YYYY/MM/DD HH:MM:SS` of that moment, as the runtime knows the user's time zone. */
export function localTime(milliseconds: number): string {
  const offset = isPosixZone(process.env["TZ"]) ? new Date(milliseconds).getTimezoneOffset() : 0;
  const at = new Date(milliseconds + offset * 60_000);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}/${two(at.getMonth() + 1)}/${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** Whether a time zone is given in the way of POSIX (`CST-8`): Go does not know it, and then takes UTC. */
function isPosixZone(zone = ""): boolean {
  return !zone.includes("/") && /[1-9]$/.test(zone);
}
