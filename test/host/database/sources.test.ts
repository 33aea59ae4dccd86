import { formatMysqlTime, parseMysqlTime } from "../../../src/host/database/mysql/time.js";
import { openDatabase } from "../../../src/host/database/open.js";
import { loadTimeZone } from "../../../src/host/database/time-zone.js";

const refused = "dial tcp 127.0.0.1:1: connect: connection refused";

/** What Go's drivers say (ran with cfssl 1.6.5). Nobody listens at port 1. */
const postgres: readonly (readonly [source: string, message: string])[] = [
  ["x", 'missing "=" after "x" in connection info string"'],
  ["host", 'missing "=" after "host" in connection info string"'],
  ["host=127.0.0.1 port=1 'x y'=1", 'missing "=" after "\'x" in connection info string"'],
  ["http://u@127.0.0.1:1/d", 'missing "=" after "http://u@127.0.0.1:1/d" in connection info string"'],
  ["host=127.0.0.1 port=1 user='u", "unterminated quoted string literal in connection string"],
  ["host=127.0.0.1 port=1 user=u\\", "missing character after backslash"],
  ["host=127.0.0.1 port=1 sslmode=disable", refused],
  ["host = 127.0.0.1 port= 1 user =u", refused],
  ["host='127.0.0.1'port=1", refused],
  ["host=127.0.0.1 port=1 user='a b' password=p'q x=1", refused],
  ["host=127.0.0.1 port=2 user='it\\'s' port=1 password=", refused],
  ["host= port=1", "dial tcp: lookup port=1: no such host"],
  ["host=127.0.0.1,127.0.0.2 port=1", "dial tcp: lookup 127.0.0.1,127.0.0.2: no such host"],
  ["host=127.0.0.1 port=x", "dial tcp: lookup tcp/x: unknown port"],
  ["host=/nonexist user=u", "dial unix /nonexist/.s.PGSQL.5432: connect: no such file or directory"],
  ["host=127.0.0.1 port=1 client_encoding=latin1", "client_encoding must be absent or 'UTF8'"],
  ["host=127.0.0.1 port=1 datestyle=german", "setting datestyle must be absent or ISO, MDY; got german"],
  ["host=127.0.0.1 port=1 binary_parameters=zz", 'unrecognized value "zz" for binary_parameters'],
  [
    "host=127.0.0.1 port=1 connect_timeout=x",
    'invalid value for parameter connect_timeout: strconv.ParseInt: parsing "x": invalid syntax',
  ],
  ["host=127.0.0.1 port=1 connect_timeout=-1", "dial tcp 127.0.0.1:1: i/o timeout"],
  ["postgres://u@127.0.0.1:1/d?x&%zz=1", refused],
  ["postgresql://u:p@127.0.0.1:1/d?sslmode=zz", refused],
  ["postgres://u@/d?host=127.0.0.1&port=1", refused],
  ["postgres://u:p@[::1]:99999/d", "dial tcp: address 99999: invalid port"],
  ["postgres://u@127.0.0.1:x/d", 'parse "postgres://u@127.0.0.1:x/d": invalid port ":x" after host'],
  ["postgres://u@127.0.0.1:1/%zz", 'parse "postgres://u@127.0.0.1:1/%zz": invalid URL escape "%zz"'],
];

const unsafe = "interpolateParams=true&collation=big5_chinese_ci";

/** What Go refuses before it connects. */
const mysqlFaults: readonly (readonly [source: string, message: string])[] = [
  ["x", "invalid DSN: missing the slash separating the database name"],
  ["u@tcp(h/d", "invalid DSN: network address not terminated (missing closing brace)"],
  ["u@tcp(127.0.0.1:1)a/d", "invalid DSN: did you forget to escape a param value?"],
  ["bad/d", "default addr for network 'bad' unknown"],
  ["u@/%zz", 'invalid dbname "%zz": invalid URL escape "%zz"'],
  [`/d?${unsafe}`, "invalid DSN: interpolateParams can not be used with unsafe collations"],
  ["u:p@tcp(h:1)/d?parseTime=x", "invalid bool value: x"],
  ["/d?parseTime=", "invalid bool value: "],
  ["/d?clientFoundRows=yes", "invalid bool value: yes"],
  ["/d?timeout=x", 'time: invalid duration "x"'],
  ["/d?readTimeout=1", 'time: missing unit in duration "1"'],
  ["/d?timeTruncate=1", 'invalid timeTruncate value: 1, error: time: missing unit in duration "1"'],
  ["/d?maxAllowedPacket=x", 'strconv.Atoi: parsing "x": invalid syntax'],
  ["/d?loc=zz", "unknown time zone zz"],
  ["/d?loc=%zz", 'invalid URL escape "%zz"'],
  ["/d?zz=%zz", 'invalid URL escape "%zz"'],
  ["/d?serverPubKey=zz", "invalid value / unknown server pub key name: zz"],
  ["/d?tls=zz", "invalid value / unknown config name: zz"],
  ["/d?tls=zz&timeout=x", 'time: invalid duration "x"'],
  ["/d?tls=%zz", 'invalid value for TLS config name: invalid URL escape "%zz"'],
];

const mysql: readonly (readonly [source: string, message: string])[] = [
  ["u:p@w@tcp(127.0.0.1:1)/d?parseTime=TRUE&clientFoundRows=1&timeout=5s&a&compress=true", refused],
  ["(127.0.0.1:1)/d?tls=Skip-Verify", refused],
  ["tcp(127.0.0.1:1)/a/d?loc=Local", "invalid DSN: did you forget to escape a param value?"],
  ["u@tcp([::1]:99999)/d", "dial tcp: address 99999: invalid port"],
  ["u@tcp(127.0.0.1:x)/d", "dial tcp: lookup tcp/x: unknown port"],
  ["u@tcp(:1)/d", "dial tcp :1: connect: connection refused"],
  ["u@unix(/nonexist)/d", "dial unix /nonexist: connect: no such file or directory"],
  ["u:p@bad(h)/d", "dial bad: unknown network bad"],
];

async function ask(driver: string, source: string): Promise<void> {
  const database = await openDatabase(driver, source);
  try {
    await database.exec("SELECT 1", []);
  } finally {
    await database.close();
  }
}

test.each(postgres)("PostgreSQL's data source %j says at the first statement: %s", async (source, message) => {
  const database = await openDatabase("postgres", source);
  await expect(database.exec("SELECT 1", [])).rejects.toHaveProperty("message", message);
  await database.close();
});

test.each(mysqlFaults)("MySQL's data source %j says at once: %s", async (source, message) => {
  await expect(openDatabase("mysql", source)).rejects.toHaveProperty("message", message);
});

test.each(mysql)("MySQL's data source %j says: %s", async (source, message) => {
  await expect(ask("mysql", source)).rejects.toHaveProperty("message", message);
});

test.each([
  ["2026-11-28 02:01:46", "UTC", 1795831306, 0],
  ["2026-11-28 02:01:46.5", "America/New_York", 1795849306, 500_000_000],
  ["2026-11-28", "Asia/Kolkata", 1795804200, 0],
  // The clock is put forward from 2 to 3, and there is no such time. Go takes the later offset.
  ["2026-03-08 02:30:00", "America/New_York", 1772951400, 0],
  ["0000-00-00 00:00:00", "Asia/Kolkata", -62135596800, 0],
])("MySQL's time %s in the zone %s is %d and %d", (text, zone, seconds, nanos) => {
  expect(parseMysqlTime(text, loadTimeZone(zone))).toEqual({ seconds, nanos });
});

test.each([
  [{ seconds: 1795831306, nanos: 0 }, "UTC", "2026-11-28 02:01:46"],
  [{ seconds: 1795831306, nanos: 5000 }, "America/New_York", "2026-11-27 21:01:46.000005"],
  [{ seconds: 1795831306, nanos: 5 }, "Asia/Kolkata", "2026-11-28 07:31:46.000000005"],
  [{ seconds: -62135596800, nanos: 0 }, "Asia/Kolkata", "0000-00-00"],
])("the time %j is written for MySQL in the zone %s as %s", (moment, zone, text) => {
  expect(formatMysqlTime(moment, loadTimeZone(zone))).toBe(text);
});
