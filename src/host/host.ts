import type { RoundTrip } from "../go/http/message.js";
import type { NewFile } from "./files.js";

/**
 * What a program sees of the world. The programs get one of these and touch nothing else, so that a test can hand
 * them memory files and a fixed clock.
 */
export interface Host {
  /** The words after the program's name. */
  readonly args: readonly string[];
  /** The name that the program was called under, as typed (Go's os.Args[0]). */
  readonly programName: string;
  /** What runs the program, as Go says `go1.24.4`: `node20.20.2` or `bun1.4.5`. */
  readonly runtime: string;
  /** An environment variable; undefined when unset. */
  env(name: string): string | undefined;
  /** A file's bytes. Throws GoError with Go's text: `open X: no such file or directory`. */
  readFile(path: string): Uint8Array;
  /** Standard input to its end; empty the second time. */
  readStdin(): Promise<Uint8Array>;
  /** Writes files that belong together, such as a key and its certificate (Files.write). Throws as readFile. */
  writeFiles(files: readonly NewFile[]): void;
  /** Writes to standard output or standard error; the order of calls is kept, nothing is lost at exit. */
  stdout(text: string): void;
  stderr(text: string): void;
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** `YYYY/MM/DD HH:MM:SS` of that moment in the user's time zone. */
  localTime(milliseconds: number): string;
  /** Random bytes from the operating system. */
  random(length: number): Uint8Array;
  /** Waits so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** Carries an HTTP request to its server (go/http/message). */
  readonly roundTrip: RoundTrip;
  /** The DER certificate a TLS server shows for itself, unverified. Throws GoError with Go's dial texts. */
  tlsLeaf(host: string, port: string): Promise<Uint8Array>;
}
