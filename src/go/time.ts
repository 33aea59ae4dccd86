/** Go's package time, as far as the cfssl programs show it. It has no clock: callers pass the time. */
export { formatDuration, parseDuration } from "./time/duration.js";
export { compareMoments, daysIn, formatRfc3339, isZeroTime, type Moment, momentAt, zeroMoment } from "./time/moment.js";
export { parseRfc3339Json, type TimeRules } from "./time/rfc3339.js";
