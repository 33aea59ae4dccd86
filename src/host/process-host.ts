import { encodeUtf8 } from "../go/utf8.js";
import type { Files } from "./files.js";
import type { Host } from "./host.js";
import { rawVariable, rawWords } from "./raw-process.js";

/** What differs between runtimes. Of `readStdin` and `stdinParts`, one is called, once at most. */
export interface Runtime extends Pick<Host, "programName" | "runtime" | "readStdin" | "stdinParts" | "localTime"> {
  readonly files: Files;
  /** The words after the program's name, as the runtime decodes them. */
  readonly words: readonly string[];
}

/**
 * The real world as a host: this process, its files, clock, random numbers and network. The network is loaded on first
 * use.
 */
export function createProcessHost({ files, words, readStdin, stdinParts, ...runtime }: Runtime): Host {
  let isStdinTaken = false;
  return {
    ...runtime,
    async readStdin() {
      if (isStdinTaken) return new Uint8Array();
      isStdinTaken = true;
      return readStdin();
    },
    async *stdinParts() {
      if (isStdinTaken) return;
      isStdinTaken = true;
      yield* stdinParts();
    },
    args: rawWords(words, files),
    env: (name) => rawVariable(name, process.env[name], files),
    variables: () => Object.keys(process.env),
    readFile: files.read,
    async readFolder(path, limits) {
      const { readFolder } = await import("./read-folder.js");
      return readFolder(path, limits);
    },
    async *walkFiles(path) {
      const { walkFiles } = await import("./walk.js");
      yield* walkFiles(path);
    },
    async keepFolder(path) {
      const { keepFolder } = await import("./kept-folder.js");
      return keepFolder(path, files, wait);
    },
    async askSecret(question) {
      const { askSecret } = await import("./ask-secret.js");
      return askSecret(question);
    },
    writeFiles: files.write,
    async makeFolder(path, announce) {
      const { makeFolder } = await import("./make-folder.js");
      makeFolder(path, announce);
    },
    stdout: (text) => files.print(1, encodeUtf8(text)),
    stderr: (text) => files.print(2, encodeUtf8(text)),
    terminal() {
      // The first use of this stream creates it, which takes time. So nothing else uses it.
      const { isTTY, columns, rows } = process.stderr;
      return isTTY ? { columns: columns ?? 0, rows: rows ?? 0 } : null;
    },
    outputTerminal() {
      const { isTTY, columns, rows } = process.stdout;
      return isTTY ? { columns: columns ?? 0, rows: rows ?? 0 } : null;
    },
    now: () => Date.now(),
    random: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    wait,
    async untilStopped(finish) {
      const { untilStopped } = await import("./stop.js");
      await untilStopped(finish);
    },
    async openDatabase(driver, dataSource) {
      const { openDatabase } = await import("./database/open.js");
      return openDatabase(driver, dataSource);
    },
    async roundTrip(request) {
      const { roundTrip } = await import("./net/http.js");
      return roundTrip(request);
    },
    async listen(address, settings, loadTls) {
      const { listen } = await import("./net/listen.js");
      return listen(address, settings, loadTls);
    },
    async tlsLeaf(host, port) {
      const { dialLeaf } = await import("./net/peek-certificate.js");
      return dialLeaf(host, port);
    },
    async tlsChain(host, port, serverName, settings) {
      const { dialChain } = await import("./net/peer-chain.js");
      return dialChain(host, port, serverName, settings);
    },
    async systemCas() {
      const { trustedBySystem } = await import("./net/trusted-by-system.js");
      return trustedBySystem();
    },
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
