import type { Host } from "../../host/host.js";

/** Shows how many of the certificates are made, once that takes over a second, and only to a person. */
export function createProgress(host: Host): { show(done: number, all: number): void; end(): void } {
  const start = host.now();
  let shown = 0;
  return {
    show(done, all) {
      const now = host.now();
      if (now - start < 1000 || now - shown < 200 || host.terminal() === null) return;
      shown = now;
      host.stderr(`\rmade ${done} of ${all}`);
    },
    end() {
      if (shown > 0) host.stderr("\r\x1b[K");
    },
  };
}
