// Times `cfssl ensure` beside the lines of gencert that it stands for, run by real cfssl: node bench/ensure.mjs
// [--workers 1000] [--runs 3] [--sample 100] [--big 0]
// Real cfssl must be in $CFSSL_ORACLE_DIR/1.6.5. Of its lines only a sample is run, spread over all, and scaled up.
// With --big N, N certificates are made too, once, and the most memory is printed. Ratios below 1 are faster.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    workers: { type: "string", default: "1000" },
    runs: { type: "string", default: "3" },
    sample: { type: "string", default: "100" },
    big: { type: "string", default: "0" },
  },
});
const program = resolve("standalone/cfssl");
const real = join(process.env.CFSSL_ORACLE_DIR ?? join(homedir(), ".cache", "cfssl-oracle"), "1.6.5");
const room = mkdtempSync(join(tmpdir(), "cfssl-ts-ensure-"));
const env = { ...process.env, PATH: `${real}:${process.env.PATH}` };

/** Runs a command by GNU time; gives seconds and megabytes. */
function time(cwd, ...words) {
  const { stderr, status, stdout } = spawnSync("/usr/bin/time", ["-f", "%e %M %U %S", ...words], {
    cwd,
    env,
    encoding: "utf8",
  });
  const [, seconds, kilobytes, user, system] = /([\d.]+) (\d+) ([\d.]+) ([\d.]+)\s*$/.exec(stderr) ?? [];
  if (status !== 0 || !seconds) throw new Error(`${words.join(" ")}: ${stderr}${stdout}`);
  return { seconds: Number(seconds), cpu: Number(user) + Number(system), megabytes: Number(kilobytes) / 1024 };
}

const fastest = (runs, what = "seconds") => Math.min(...runs.map((run) => run[what]));
const cluster = (workers) => ({
  config: "ca-config.json",
  nodes: {
    masters: Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`cp-${at}`, `192.168.1.${at + 1}`])),
    workers: Object.fromEntries(
      Array.from({ length: workers }, (_, at) => [`worker-${at}`, `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`]),
    ),
  },
  cas: Object.fromEntries(
    ["kubernetes-ca", "etcd-ca", "front-proxy-ca"].map((name) => [
      name,
      { request: { CN: name, ca: { expiry: "87600h" } } },
    ]),
  ),
  certificates: {
    apiserver: {
      ...{ ca: "kubernetes-ca", profile: "peer", request: { CN: "kube-apiserver" } },
      hosts: ["127.0.0.1", "10.96.0.1", "{masters.ip}", "{masters.name}", "kubernetes", "kubernetes.default.svc"],
    },
    "front-proxy-client": { ca: "front-proxy-ca", profile: "client", request: { CN: "front-proxy-client" } },
    admin: {
      ...{ ca: "kubernetes-ca", profile: "client" },
      request: { CN: "kubernetes-admin", names: [{ O: "system:masters" }] },
    },
    "etcd-{name}": {
      ...{ each: ["masters"], ca: "etcd-ca", profile: "peer", request: { CN: "{name}" } },
      hosts: ["{name}", "{ip}", "localhost", "127.0.0.1"],
    },
    "etcd-peer-{name}": {
      ...{ each: ["masters"], ca: "etcd-ca", profile: "peer", request: { CN: "{name}" }, hosts: ["{name}", "{ip}"] },
    },
    "kubelet-{name}": {
      ...{ each: ["masters", "workers"], ca: "kubernetes-ca", profile: "peer", hosts: ["{name}", "{ip}"] },
      request: { CN: "system:node:{name}", names: [{ O: "system:nodes" }] },
    },
  },
});
const usages = ["signing", "key encipherment", "server auth", "client auth"];
const profile = { expiry: "8760h", usages };
const config = {
  signing: {
    profiles: { peer: profile, client: { ...profile, usages: usages.filter((each) => each !== "server auth") } },
  },
};

function folder(name, manifest) {
  const path = join(room, name);
  mkdirSync(path);
  writeFileSync(join(path, "ca-config.json"), JSON.stringify(config));
  writeFileSync(join(path, "pki.json"), JSON.stringify(manifest));
  return path;
}

/** The time that real cfssl takes for the lines of a manifest, of which a sample is run after the CAs' lines. */
function timeReal(path, heads, sample) {
  const lines = spawnSync(program, ["ensure", "-print"], { cwd: path, encoding: "utf8" }).stdout.trim().split("\n");
  const [first, others] = [lines.slice(0, heads), lines.slice(heads)];
  const step = Math.max(1, Math.floor(others.length / sample));
  const chosen = others.filter((_, at) => at % step === 0);
  const run = (name, list) => {
    writeFileSync(join(path, name), list.join("\n"));
    return time(path, "sh", name);
  };
  const [roots, some] = [run("cas.sh", first), run("sample.sh", chosen)];
  const scaled = (what) => roots[what] + (some[what] * others.length) / chosen.length;
  return { seconds: scaled("seconds"), cpu: scaled("cpu"), count: lines.length };
}

/** Time on the clock, which other programs lengthen, and that of the processors, which they hardly do. */
function report(text, ours, theirs) {
  const compare = (what) =>
    `${ours[what].toFixed(2)} s, real cfssl ${theirs[what].toFixed(2)} s: 1/${(theirs[what] / ours[what]).toFixed(1)}`;
  console.log(`${text}: ${compare("seconds")}; processors ${compare("cpu")}`);
}

try {
  const manifest = cluster(Number(options.workers));
  const runs = [];
  const reals = [];
  for (let run = 0; run < Number(options.runs); run++) {
    runs.push(time(folder(`ours-${run}`, manifest), program, "ensure"));
    reals.push(timeReal(folder(`real-${run}`, manifest), 3, Number(options.sample)));
  }
  const best = (all) => ({ seconds: fastest(all), cpu: fastest(all, "cpu") });
  report(`${reals[0].count} certificates, P-256`, best(runs), best(reals));
  const again = Array.from({ length: 5 }, () => time(join(room, "ours-0"), program, "ensure"));
  console.log(`the same with nothing to do: ${(fastest(again) * 1000).toFixed(0)} ms`);

  const walk = Array.from({ length: 2 * Number(options.runs) }, (_, run) => {
    const place = (name) => {
      const path = join(room, name);
      cpSync("fixtures/walkthrough", path, { recursive: true });
      const row = (name) => [name, { ca: "ca", profile: "kubernetes", request: `${name}-csr.json` }];
      const rows = Object.fromEntries(["kubernetes", "admin", "kube-proxy"].map(row));
      writeFileSync(
        join(path, "pki.json"),
        JSON.stringify({ config: "ca-config.json", cas: { ca: { request: "ca-csr.json" } }, certificates: rows }),
      );
      return path;
    };
    const ours = time(place(`walk-${run}`), program, "ensure");
    return [ours, timeReal(place(`real-walk-${run}`), 1, 3)];
  });
  const meanOf = (at, what) => walk.reduce((sum, pair) => sum + pair[at][what], 0) / walk.length;
  const mean = (at) => ({ seconds: meanOf(at, "seconds"), cpu: meanOf(at, "cpu") });
  report("the walk-through's four, RSA 2048 (means)", mean(0), mean(1));

  if (Number(options.big) > 0) {
    const { seconds, megabytes } = time(folder("big", cluster(Number(options.big))), program, "ensure");
    console.log(`${options.big} workers: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`);
  }
} finally {
  rmSync(room, { recursive: true });
}
