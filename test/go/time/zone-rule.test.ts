import { evaluateZoneRule } from "../../../src/go/time/zone-rule.js";

const hour = 3600;

/** Seconds east of UTC by the engine's own tables. */
function offsetIn(timeZone: string, seconds: number): number {
  const format = new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${format.format(seconds * 1000).replace(" ", "T")}Z`) / 1000 - seconds;
}

describe("a rule of daylight saving time", () => {
  // The footers of the zones' TZif files.
  test.each([
    ["America/New_York", "EST5EDT,M3.2.0,M11.1.0"],
    ["Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"],
    ["Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"],
    ["Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1"],
    ["Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3"],
    ["Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"],
    ["America/St_Johns", "NST3:30NDT,M3.2.0,M11.1.0"],
    ["Asia/Jerusalem", "IST-2IDT,M3.4.4/26,M10.5.0"],
    ["Asia/Shanghai", "CST-8"],
  ])("agrees with the clocks of %s, also in future years", (zone, rule) => {
    const wrong = [];
    // Steps of 31 hours reach every hour of the day, and changes happen at full hours.
    for (let at = Date.UTC(2026, 0, 1) / 1000; at < Date.UTC(2033, 0, 1) / 1000; at += 31 * hour) {
      if (evaluateZoneRule(rule, at) !== offsetIn(zone, at)) wrong.push(new Date(at * 1000).toISOString());
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ["EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -5],
    ["EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -4],
    ["EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59Z", -4],
    ["EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", -5],
    ["EST5EDT", "2026-03-08T07:00:00Z", -4],
    ["<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -2],
    ["<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -1],
    ["AAA0BBB,J60/0,J61/0", "2028-02-29T23:59:59Z", 0],
    ["AAA0BBB,J60/0,J61/0", "2028-03-01T00:00:00Z", 1],
    ["AAA0BBB,59/0,60/0", "2028-02-29T00:00:00Z", 1],
    ["AAA0BBB,59/0,60/0", "2027-02-28T23:59:59Z", 0],
  ])("%s changes at the exact second: at %s the offset is %d hours", (rule, moment, hours) => {
    expect(evaluateZoneRule(rule, Date.parse(moment) / 1000)).toBe(hours * hour);
  });

  test.each(["", "UTC", "5", "A5", "EST5EDT,M3.2.0", "EST5EDT,M3.2,M11.1.0", "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,x,y"])(
    "%j is not a rule",
    (rule) => {
      expect(evaluateZoneRule(rule, 0)).toBeUndefined();
    },
  );
});
