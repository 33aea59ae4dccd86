import type { RoundTrip, TlsSettings } from "../go/http/message.js";
import type { Listen } from "../go/http/server/listener.js";
import type { OpenDatabase } from "../go/sql.js";
import type { NewFile } from "./files.js";
import type { FolderContents, FolderLimits, KeptFolder } from "./folders.js";
import type { WalkStep } from "./walk-step.js";

/** In characters; 0 for a terminal that does not know. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * What a program sees of the world. Programs touch nothing else, so a test can give them files in memory and a fixed
 * clock.
 */
export interface Host {
  /** The words after the program's name. */
  readonly args: readonly string[];
  /** The program's name as typed (Go's os.Args[0]). */
  readonly programName: string;
  /** The runtime and its version, as Go says `go1.24.4`: `node20.20.2` or `bun1.4.5`. */
  readonly runtime: string;
  /** An environment variable; undefined when unset. */
  env(name: string): string | undefined;
  /** The names of the environment variables that are set. */
  variables(): readonly string[];
  /** Reads a file. Throws GoError with Go's text: `open X: no such file or directory`. */
  readFile(path: string): Uint8Array;
  /**
   * Reads all files of a folder (see read-folder), or the one file that is named. Throws GoError as readFile if that
   * cannot be read; files in it that cannot be read are told.
   */
  readFolder(path: string, limits: FolderLimits): Promise<FolderContents>;
  /** Walks a folder in the order of Go's filepath.Walk: the folder, then what is in it, by name. Follows no links. */
  walkFiles(path: string): AsyncIterable<WalkStep>;
  /** Opens a folder to keep files in. It need not exist yet. */
  keepFolder(path: string): Promise<KeptFolder>;
  /** Reads standard input to its end; empty the second time. */
  readStdin(): Promise<Uint8Array>;
  /**
   * Reads standard input to its end in parts, for what may be larger than the memory; empty the second time. A part holds
   * until the next one is read.
   */
  stdinParts(): AsyncIterable<Uint8Array>;
  /**
   * Asks a question on the terminal and reads a line without showing it; null if there is no terminal. Ctrl-C ends the
   * program, as elsewhere.
   */
  askSecret(question: string): Promise<string | null>;
  /** Writes files that belong together, such as a key and its certificate (see Files.write). Throws as readFile. */
  writeFiles(files: readonly NewFile[]): void;
  /**
   * Makes a folder, with those above it. Does nothing if it exists already, or if something else has the name of one
   * above it. Calls `announce` before it makes one.
   *
   * @throws GoError with Go's text (`mkdir X: permission denied`)
   */
  makeFolder(path: string, announce: () => void): Promise<void>;
  /** Writes to standard output or standard error, in the order of the calls. Nothing is lost at exit. */
  stdout(text: string): void;
  stderr(text: string): void;
  /** The terminal that standard error goes to; null if it goes elsewhere. */
  terminal(): TerminalSize | null;
  /** The terminal that standard output goes to; null if it goes elsewhere. */
  outputTerminal(): TerminalSize | null;
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Formats a moment (milliseconds since 1970, UTC) as `YYYY/MM/DD HH:MM:SS` in the user's time zone. */
  localTime(milliseconds: number): string;
  /** Random bytes from the operating system. */
  random(length: number): Uint8Array;
  /** Waits this many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** Waits until the program is told to stop, calls `finish`, and ends (see stop.ts). */
  untilStopped(finish: () => Promise<void>): Promise<void>;
  /** Opens a database (see go/sql). Throws UnavailableError where its driver is not installed. */
  readonly openDatabase: OpenDatabase;
  /** Carries an HTTP request to its server (see go/http/message). */
  readonly roundTrip: RoundTrip;
  /**
   * The certificate that a TLS server presents, in DER and not verified. Throws GoError with the texts of Go's
   * net.Dial.
   */
  tlsLeaf(host: string, port: string): Promise<Uint8Array>;
  /** Listens for HTTP requests (see go/http/server/listener). */
  readonly listen: Listen;
  /**
   * All certificates that a TLS server sends, in DER. `serverName` is the name to ask for and to verify. Throws GoError
   * with the texts of Go's tls.Dial, and what the settings' `verify` throws.
   */
  tlsChain(host: string, port: string, serverName: string, settings: TlsSettings): Promise<readonly Uint8Array[]>;
  /** PEM texts of the CAs that the system trusts. */
  systemCas(): Promise<readonly string[]>;
}
