import { check } from "../../../src/index.js";
import { file, issue, kubeconfig, makeCa } from "../support/folders.js";

/** Files that are made to take long: some of these took minutes. */

const many = (text: string, count: number) => text.repeat(count);
const lines = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, at) => line(at));

const bomb = lines(12, (n) => {
  const items =
    n === 0
      ? "x, x, x, x, x, x, x, x, x"
      : Array(9)
          .fill(`*a${n - 1}`)
          .join(", ");
  return `a${n}: &a${n} [${items}]`;
});

const texts: readonly (readonly [path: string, of: string, text: string])[] = [
  ["a.yaml", "aliases of aliases", `kind: Secret\n${bomb.join("\n")}\n`],
  ["a.yaml", "brackets", `containers: ${many("[", 900_000)}`],
  ["a.yaml", "mappings in mappings", `containers: &x ${many("{b: ", 200_000)}`],
  ["a.yaml", "lists in lists", `containers: ${many("- ", 400_000)}`],
  ["a.yaml", "tags", `containers: ${many("!t ", 300_000)}`],
  ["a.yaml", "keys", `kind: Secret\n${lines(90_000, (n) => `k${n}: 1`).join("\n")}`],
  ["a.yaml", "documents", many("kind: Secret\n---\n", 60_000)],
  ["a.json", "lists in lists", many("[", 1_000_000)],
  ["a.json", "objects in objects", many('{"hosts":', 100_000)],
  ["a.sh", "escaped quotes", `cfssl gencert ${many('\\"', 500_000)}`],
  ["a.sh", "open quotes", `cfssl gencert ${many('"a ', 330_000)}`],
  [
    "a.sh",
    "loops",
    lines(2000, (n) => `for v${n} in 1 2 3 4 5 6 7 8 9 10; do\n`).join("") +
      many(`cfssl gencert ${lines(200, (n) => `$v${n}`).join(" ")}\n`, 500),
  ],
  ["a.service", "escaped quotes", `ExecStart=/usr/bin/etcd ${many('"\\', 500_000)}`],
  ["a.conf", "blanks", `a${many(" ", 1_000_000)}(`],
  ["a.pem", "beginnings", many("-----BEGIN X-----\n", 200_000)],
  ["a.pem", "headers", `-----BEGIN X-----\n${many("a:b\n", 900_000)}`],
];

test.each(texts)("%s of many %s ends, and the certificates beside it are checked", async (path, _, text) => {
  const ca = await makeCa("test-ca");
  const web = await issue(ca, { cn: "web", hosts: ["10.0.0.0/24"], profile: "server" });
  const { findings } = await check([file(path, text), file("web.crt", web.cert), file("ca.crt", ca.cert)]);
  expect(findings.map(({ rule }) => rule)).toContain("san-is-cidr");
});

test("one certificate in thousands of folders is found by thousands of names", async () => {
  const ca = await makeCa("test-ca");
  const copies = lines(3000, (n) => `${n}/cert.pem`).map((path) => file(path, ca.cert));
  const config = lines(20_000, (n) => `ssl_certificate /a${n}/cert.pem;`).join("\n");
  expect((await check([...copies, file("nginx.conf", config, 0o644)])).summary.certificates).toBe(1);
});

test("more YAML than configurations need is not read, and the report says so", async () => {
  const ca = await makeCa("test-ca");
  const user = kubeconfig("https://api", ca.cert, ca);
  const { files } = await check([
    file("long.yaml", `${user}${many("# comment\n", 30_000)}`),
    file("ca.crt", ca.cert),
    file("short.yaml", `--- {a: b}\n${many("---\nkind: ConfigMap\n", 20_000)}---\n${user}`),
  ]);
  expect(files).toContainEqual({ path: "long.yaml", kind: "unreadable", reason: "too much YAML" });
  expect(files).toContainEqual({ path: "short.yaml", kind: "kubeconfig" });
});
