/**
 * Runs the commands in turns, A B C A B C …, so that other work of the machine affects them all alike. Returns the
 * wall-clock milliseconds of each command's runs. The first turn warms the disk's cache and does not count.
 */
export function interleave(commands, turns) {
  const times = commands.map(() => []);
  for (let turn = 0; turn <= turns; turn++) {
    commands.forEach((command, index) => {
      const elapsed = runOnce(command);
      if (turn > 0) times[index].push(elapsed);
    });
  }
  return times;
}

/** Runs a command {argv, cwd, env?, stdin?}; stdin is a file. Throws if it fails: a failure is not fast. */
function runOnce({ argv, cwd, env, stdin }) {
  const input = stdin === undefined ? "ignore" : Bun.file(stdin);
  const start = Bun.nanoseconds();
  const { exitCode, stderr } = Bun.spawnSync(argv, { cwd, env, stdin: input, stdout: "ignore", stderr: "pipe" });
  const elapsed = (Bun.nanoseconds() - start) / 1e6;
  if (exitCode !== 0) throw new Error(`${argv.join(" ")} failed with ${exitCode}:\n${stderr}`);
  return elapsed;
}

/** The largest peak of memory in a few runs of a command, in MiB. */
export function peakMemory({ argv, cwd, env, stdin }) {
  // A child's peak starts at that of its parent, so a small program must be the parent.
  const measure =
    "import resource, subprocess, sys\n" +
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n" +
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
  const runs = [1, 2, 3].map(() => {
    const input = stdin === undefined ? "ignore" : Bun.file(stdin);
    const { stdout } = Bun.spawnSync(["python3", "-c", measure, ...argv], { cwd, env, stdin: input });
    return Number(stdout.toString()) / 1024;
  });
  return Math.max(...runs);
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
