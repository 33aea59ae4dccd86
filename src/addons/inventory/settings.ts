import type { PathFinder } from "./tree.js";
import type { Purpose, Role, Use } from "./use.js";

/** Configurations of other programs: whatever names a certificate and its key in one file. */

/** Programs that are known by their settings, so that the part of their certificate is known. */
const programs: readonly (readonly [settings: RegExp, component: string, role: Role])[] = [
  // Their clients are content with the common name where there are no other names.
  [/^\s*ssl_cert_file\s*=/m, "postgresql", "other"],
  [/^\s*tls_cert_file\s*=/m, "vault", "server"],
  [/"tlscert"\s*:/, "docker", "server"],
  [/^\s*ssl[-_]cert\s*=/m, "mysql", "other"],
];

/** `name = value`, `name: value`, `name value`, with quotes or without; what follows `<` is read from that file. */
const line =
  /^[ \t]*(?:-[ \t]+)?["']?([A-Za-z][\w.-]*)["']?[ \t]*(?:[:=][ \t]*|[ \t]+)<?["']?([^\s"',;<>]+)["']?[ \t]*[,;]?[ \t]*$/gm;

/** The files of the tree that a configuration's settings name as certificates, keys and CAs. */
export function readSettings(text: string, path: string, finder: PathFinder): readonly Use[] {
  const [, component = "a program", role = "other"] = programs.find(([settings]) => settings.test(text)) ?? [];
  const uses: Use[] = [];
  let block = 0;
  for (const [, setting = "", named = ""] of text.matchAll(line)) {
    const purpose = purposeOf(setting);
    const found = purpose === null || !/[./]/.test(named) ? null : finder.find(named, path);
    if (purpose === null || found === null) continue;
    if (uses.some((use) => use.block === block && use.purpose === purpose)) block++;
    const part = purpose === "trust" ? "client-ca" : role;
    uses.push({ component, setting, purpose, role: part, named, path: found, by: path, block });
  }
  // A certificate without its key, or the other way round, may be about something else.
  const whole = new Set(uses.flatMap((use) => (use.purpose === "key" ? [use.block] : [])));
  return uses.filter((use) => whole.has(use.block));
}

function purposeOf(setting: string): Purpose | null {
  const words = setting.toLowerCase().replace(/[-_.]/g, " ");
  if (/(?:^|\W)(?:ca|cafile|cacert|tlscacert|trusted|client ca|root)\b/.test(words)) return "trust";
  if (/key/.test(words)) return "key";
  return /cert|crt|chain/.test(words) ? "certificate" : null;
}
