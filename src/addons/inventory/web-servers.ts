import { givesPassword } from "./programs.js";
import type { PathFinder } from "./tree.js";
import type { Purpose, Role, Use } from "./use.js";

const nginx: Readonly<Record<string, readonly [Purpose, Role]>> = {
  ssl_certificate: ["certificate", "server"],
  ssl_certificate_key: ["key", "server"],
  ssl_client_certificate: ["trust", "client-ca"],
  ssl_trusted_certificate: ["trust", "client-ca"],
  proxy_ssl_certificate: ["certificate", "client"],
  proxy_ssl_certificate_key: ["key", "client"],
  proxy_ssl_trusted_certificate: ["trust", "server-ca"],
  grpc_ssl_certificate: ["certificate", "client"],
  grpc_ssl_certificate_key: ["key", "client"],
};

const apache: Readonly<Record<string, readonly [Purpose, Role]>> = {
  SSLCertificateFile: ["certificate", "server"],
  SSLCertificateKeyFile: ["key", "server"],
  SSLCACertificateFile: ["trust", "client-ca"],
  SSLCertificateChainFile: ["chain", "server"],
};

const directive = /^[ \t]*(\w+)[ \t]+"?([^\s;"]+)"?[ \t]*;?[ \t]*(?:#.*)?$/gm;

/** The files that nginx, Apache or haproxy use, and the names that they serve. */
export function readWebServer(text: string, path: string, finder: PathFinder): readonly Use[] {
  const uses: Use[] = [];
  let count = 0;
  const withoutKey: number[] = [];
  const hasPassword = givesPassword(text);
  const add = (component: string, setting: string, [purpose, role]: readonly [Purpose, Role], named: string) => {
    // Every server of a configuration names a certificate of its own, sometimes several before their keys.
    if (purpose === "certificate") withoutKey.push(++count);
    const block = purpose === "key" ? (withoutKey.shift() ?? count) : count;
    const found = finder.find(named, path);
    uses.push({ component, setting, purpose, role, named, path: found, by: path, block, hasPassword });
  };
  for (const [, setting = "", named = ""] of text.matchAll(directive)) {
    const row = nginx[setting];
    const other = apache[setting];
    if (row) add("nginx", setting, row, named);
    else if (other) add("apache", setting, other, named);
  }
  for (const [line] of text.matchAll(/^[ \t]*(?:bind|server|default-server)[ \t].*$/gm)) {
    const role = line.trimStart().startsWith("bind") ? "server" : "client";
    for (const [, setting = "", named = ""] of line.matchAll(/[ \t](crt|ca-file)[ \t]+(\S+)/g)) {
      add(
        "haproxy",
        setting,
        setting === "crt" ? ["certificate", role] : ["trust", role === "server" ? "client-ca" : "server-ca"],
        named,
      );
    }
  }
  return uses;
}
