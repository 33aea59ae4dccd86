import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { isInstalled } from "./installed.js";

/** The browser that tests use, if there is one. */
export const browser = ["chromium", "chromium-browser", "google-chrome"].find(isInstalled);

/** What a server answers: a text and its media type. */
export interface Served {
  readonly text: string;
  readonly type: string;
}

/** Milliseconds; a page that takes longer is taken to hang. */
const patience = 60_000;

const words = [
  ...["--headless", "--no-sandbox", "--enable-logging=stderr", "--disable-background-networking"],
  ...["--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  "--disable-component-update",
];

export interface Visit {
  readonly program: string;
  /** A folder for the browser's own files. */
  readonly profile: string;
  /** The page: its path on the server, with its query. */
  readonly page: string;
  /** What the server has under a path; null if nothing. */
  readonly serve: (path: string) => Served | null;
  /** More words for the browser. */
  readonly flags?: readonly string[];
}

/** Has a browser open a page of a server on loopback, and answers what the page posts to `/result`. */
export async function visit<Answer>({ program, profile, page, serve, flags = [] }: Visit): Promise<Answer> {
  let report: (answer: Answer) => void = () => {};
  const answer = new Promise<Answer>((resolve) => {
    report = resolve;
  });
  const server = await startServer(serve, (text) => report(JSON.parse(text)));
  const { port } = server.address() as AddressInfo;
  const child = startBrowser(program, [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}${page}`]);
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    const nothing = Promise.race([ended, late]).then(() => {
      throw new Error(`the page has not answered; the browser said:\n${said}`);
    });
    return await Promise.race([answer, nothing]);
  } finally {
    clearTimeout(timer);
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    await ended;
    server.closeAllConnections();
    server.close();
  }
}

async function startServer(serve: Visit["serve"], done: (text: string) => void): Promise<Server> {
  const server = createServer(async ({ url = "/", method }, response) => {
    const [path = ""] = url.split("?");
    if (method === "POST") {
      let body = "";
      for await (const chunk of response.req) body += chunk;
      response.end();
      return done(body);
    }
    const served = serve(path);
    if (served) response.writeHead(200, { "content-type": served.type }).end(served.text);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** In a group of its own, which ends as a whole. */
function startBrowser(program: string, more: readonly string[]): ChildProcess {
  return spawn(program, [...words, ...more], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
}

/** Prints a page to a PDF file. */
export async function printPage(program: string, profile: string, url: string, file: string): Promise<void> {
  const more = [`--user-data-dir=${profile}`, "--no-pdf-header-footer", `--print-to-pdf=${file}`, url];
  await promisify(execFile)(program, [...words, ...more], { timeout: patience });
}
