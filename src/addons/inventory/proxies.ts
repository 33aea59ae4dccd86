import type { PathFinder } from "./tree.js";
import type { Purpose, Role, Use } from "./use.js";

/** Envoy's and Caddy's configurations, and haproxy's lists, which name files in ways of their own. */

const envoy = /\b(certificate_chain|private_key|trusted_ca)["']?:\s*\{?\s*["']?filename["']?:\s*["']?([^\s"'},]+)/g;
const caddy = /^[ \t]*tls[ \t]+(\S+\.\w+)[ \t]+(\S+\.\w+)[ \t]*\{?[ \t]*$/gm;

const purposes: Readonly<Record<string, Purpose>> = {
  certificate_chain: "certificate",
  private_key: "key",
  trusted_ca: "trust",
};

/** A list of haproxy's: `FILE [OPTIONS] NAMES`, in each line. */
const crtListLine = /^[ \t]*(?:#.*)?$|^[ \t]*(\/\S+\.(?:pem|crt))(?:[ \t].*)?$/;

/** The files that Envoy, Caddy or a list of haproxy's names; a context for upstreams is Envoy's as a client. */
export function readProxy(text: string, path: string, finder: PathFinder): readonly Use[] {
  const uses: Use[] = [];
  let block = 0;
  const add = (component: string, setting: string, purpose: Purpose, side: Role, named: string) => {
    if (purpose === "certificate") block++;
    const role: Role = purpose !== "trust" ? side : side === "client" ? "server-ca" : "client-ca";
    uses.push({ component, setting, purpose, role, named, path: finder.find(named, path), by: path, block });
  };
  for (const found of text.matchAll(envoy)) {
    const [, setting = "", named = ""] = found;
    const before = text.slice(0, found.index);
    const isClient = before.lastIndexOf("UpstreamTlsContext") > before.lastIndexOf("DownstreamTlsContext");
    const purpose = purposes[setting];
    if (purpose) add("envoy", setting, purpose, isClient ? "client" : "server", named);
  }
  for (const [, certificate = "", key = ""] of text.matchAll(caddy)) {
    add("caddy", "tls", "certificate", "server", certificate);
    add("caddy", "tls", "key", "server", key);
  }
  const lines = text.split(/\r?\n/).map((line) => crtListLine.exec(line));
  if (lines.every((line) => line !== null)) {
    for (const [, named] of lines) if (named !== undefined) add("haproxy", "crt", "certificate", "server", named);
  }
  return uses;
}
