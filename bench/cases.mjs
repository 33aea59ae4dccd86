import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const profile = ["-config=ca-config.json", "-profile=kubernetes"];

/**
 * The cases to time. `words` is the command line, `stdin` a file, `runs` the number of runs at a factor of 1.
 * `bounds.real` is the most that the standalone program's time may be, divided by real cfssl's. `bounds.node` is the
 * same for the npm program and a bare `node -e 0`. `stretch` would be better still. `by` says whether to compare
 * medians or means: where a key is searched for, a median hides how long people wait.
 */
export const cases = [
  {
    name: "gencert -initca, P-256",
    words: ["cfssl", "gencert", "-initca", "p256-csr.json"],
    runs: 60,
    by: "median",
    bounds: { real: 1.5, stretch: 1.0, node: 2.5 },
  },
  {
    name: "gencert -ca, P-256",
    words: ["cfssl", "gencert", "-ca=p256.pem", "-ca-key=p256-key.pem", ...profile, "p256-csr.json"],
    runs: 60,
    by: "median",
    bounds: { real: 1.5, stretch: 1.0, node: 2.5 },
  },
  {
    name: "gencert -initca, RSA-2048",
    words: ["cfssl", "gencert", "-initca", "rsa-csr.json"],
    runs: 150,
    by: "mean",
    bounds: { real: 0.6, stretch: 0.4 },
  },
  {
    name: "cfssljson -bare",
    words: ["cfssljson", "-bare", "out"],
    stdin: "response.json",
    runs: 100,
    by: "median",
    bounds: { real: 1.0, stretch: 0.8, node: 1.3 },
  },
  {
    name: "cfssl-certinfo -cert",
    words: ["cfssl-certinfo", "-cert", "p256.pem"],
    runs: 100,
    by: "median",
    bounds: { real: 1.2, stretch: 1.0, node: 2.0 },
  },
  {
    name: "walk-through (4 × RSA-2048)",
    words: ["sh", "walkthrough.sh"],
    runs: 40,
    by: "mean",
    bounds: { real: 0.6, stretch: 0.45 },
  },
];

/** How much memory a program may use at its peak, in MiB. */
export const memoryBound = { most: 60, stretch: 40 };

/** The published walk-through, command by command. */
const walkthrough = [
  "set -e",
  "cfssl gencert -initca ca-csr.json | cfssljson -bare ca",
  ...["kubernetes", "admin", "kube-proxy"].map(
    (name) =>
      `cfssl gencert -ca=ca.pem -ca-key=ca-key.pem ${profile.join(" ")} ${name}-csr.json | cfssljson -bare ${name}`,
  ),
  "cfssl-certinfo -cert kubernetes.pem",
];

/** Fills the empty folder `room` with the files of the cases. `real` is the folder of the real programs. */
export function prepare(room, real) {
  cpSync("fixtures/walkthrough", room, { recursive: true });
  writeFileSync(join(room, "walkthrough.sh"), walkthrough.join("\n"));
  const request = (key) => JSON.stringify({ CN: "bench.example", hosts: ["bench.example"], key });
  writeFileSync(join(room, "p256-csr.json"), request({ algo: "ecdsa", size: 256 }));
  writeFileSync(join(room, "rsa-csr.json"), request({ algo: "rsa", size: 2048 }));
  const { stdout } = Bun.spawnSync([join(real, "cfssl"), "gencert", "-initca", "p256-csr.json"], { cwd: room });
  writeFileSync(join(room, "response.json"), stdout);
  const { cert, key } = JSON.parse(stdout.toString());
  writeFileSync(join(room, "p256.pem"), cert);
  writeFileSync(join(room, "p256-key.pem"), key);
}
