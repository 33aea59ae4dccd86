import type { Role } from "./use.js";

/** Programs that are known by the settings of their configuration, so that the part of their certificate is known. */

export interface Program {
  readonly component: string;
  readonly role: Role;
}

const programs: readonly (readonly [settings: RegExp, component: string, role: Role])[] = [
  [/^\s*ssl_cert_file\s*=/m, "postgresql", "server"],
  [/^\s*tls_cert_file\s*=/m, "vault", "server"],
  [/"tlscert"\s*:/, "docker", "server"],
  [/^\s*ssl[-_]cert\s*=/m, "mysql", "server"],
  [/^\s*tls-cert-file\s/m, "redis", "server"],
  [/^\s*(?:ssl_options|listeners\.ssl)\.\w/m, "rabbitmq", "server"],
  [/^\s*(?:certificateKeyFile|PEMKeyFile)\s*:/m, "mongodb", "server"],
  [/^\s*client\s*$[\s\S]*^\s*(?:remote|dev)\s|^\s*(?:remote|dev)\s[\s\S]*^\s*client\s*$/m, "openvpn", "client"],
  [/^\s*dev\s+tu[np]\w*\s*$|^\s*dev\s+tap/m, "openvpn", "server"],
  [/^\s*certfile\s+\S[\s\S]*^\s*keyfile\s|^\s*keyfile\s+\S[\s\S]*^\s*certfile\s/m, "mosquitto", "server"],
  [/^\s*cert_key\s*=/m, "grafana", "server"],
  [/^\s*xpack\.security\./m, "elasticsearch", "server"],
  [/^\s*server\.ssl\./m, "kibana", "server"],
  [/^\s*tls_server_config:/m, "prometheus", "server"],
  [/^\s*(?:-\s+)?tls_config:/m, "prometheus", "client"],
  [/^\s*(?:-\s+)?certFile\s*[:=]/m, "traefik", "server"],
  [/^\s*nginx\['ssl_certificate'\]\s*=/m, "gitlab", "server"],
  [/^\s*certificate:[\s\S]*^\s*private_key:|^\s*private_key:[\s\S]*^\s*certificate:/m, "harbor", "server"],
  [/^http:[\s\S]*^\s+tls:/m, "registry", "server"],
];

/** The program that a configuration is for; one of which no more is known, for others. */
export function programOf(text: string): Program {
  const found = programs.find(([settings]) => settings.test(text));
  return found ? { component: found[1], role: found[2] } : { component: "a program", role: "other" };
}

/** Settings that give a program the password of its key. */
const password =
  /^[ \t]*["']?(?:[\w.-]*key[\w.-]*pass\w*|[\w.-]*pass(?:word|phrase)[_-](?:file|command)|askpass|(?:ssl|tls)[\w.-]*pass(?:word|phrase)?)\b/im;

export function givesPassword(text: string): boolean {
  return password.test(text);
}
