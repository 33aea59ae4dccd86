import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { projectFolder } from "./contents.js";

/** The folders of the installed versions of a package. */
type Versions = ReadonlyMap<string, string>;

/**
 * Serves the packages that the lock file needs at run time from node_modules, as a package registry does, on a free
 * port of loopback. `action` gets the URL.
 */
export async function withRegistry<T>(action: (url: string) => Promise<T>): Promise<T> {
  const packages = runtimePackages();
  const server = createServer(({ url = "/" }, response) => {
    const [name = "", version] = decodeURIComponent(url.slice(1)).split("/-/");
    const versions = packages.get(name);
    const folder = version === undefined ? undefined : versions?.get(version);
    if (versions === undefined) response.writeHead(404).end("{}");
    else if (folder === undefined)
      response.end(JSON.stringify(document(name, versions, server.address() as AddressInfo)));
    else void sendTarball(folder, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await action(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function runtimePackages(): ReadonlyMap<string, Versions> {
  const lock = JSON.parse(readFileSync(join(projectFolder, "package-lock.json"), "utf8"));
  const packages = new Map<string, Map<string, string>>();
  for (const [path, entry] of Object.entries<{ dev?: boolean; version: string }>(lock.packages)) {
    const name = path.split("node_modules/").at(-1);
    if (!name || entry.dev) continue;
    packages.set(name, (packages.get(name) ?? new Map()).set(entry.version, join(projectFolder, path)));
  }
  return packages;
}

function document(name: string, versions: Versions, { port }: AddressInfo): unknown {
  const entries = [...versions].map(([version, folder]) => {
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const tarball = `http://127.0.0.1:${port}/${encodeURIComponent(name)}/-/${version}`;
    return [version, { ...manifest, dist: { tarball } }] as const;
  });
  return { name, "dist-tags": { latest: entries.at(-1)?.[0] }, versions: Object.fromEntries(entries) };
}

async function sendTarball(folder: string, response: ServerResponse): Promise<void> {
  const words = ["-czf", "-", "--exclude=./node_modules", "--transform=s,^[.],package,", "-C", folder, "."];
  const { stdout } = await promisify(execFile)("tar", words, { encoding: "buffer", maxBuffer: 1 << 26 });
  response.end(stdout);
}
