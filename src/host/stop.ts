const signals = ["SIGTERM", "SIGINT"] as const;

/**
 * Waits until the program is told to stop (SIGTERM, or SIGINT as by Ctrl-C), calls `finish`, and then ends by that
 * signal, as a program without a handler does. A second signal ends it at once.
 */
export async function untilStopped(finish: () => Promise<void>): Promise<void> {
  const signal = await nextSignal();
  await finish();
  process.kill(process.pid, signal);
  // The signal may take a moment to arrive.
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

function nextSignal(): Promise<(typeof signals)[number]> {
  return new Promise((resolve) => {
    const handlers = signals.map((signal) => {
      const handle = () => {
        for (const [name, handler] of handlers) process.off(name, handler);
        resolve(signal);
      };
      process.on(signal, handle);
      return [signal, handle] as const;
    });
  });
}
