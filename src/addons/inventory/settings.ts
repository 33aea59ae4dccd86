import { givesPassword, programOf } from "./programs.js";
import type { PathFinder } from "./tree.js";
import type { Purpose, Role, Use } from "./use.js";

/** Configurations of other programs: whatever names a certificate and its key in one file. */

/** `name = value`, `name: value`, `name value`, with quotes or without; what follows `<` is read from that file. */
const line =
  /^[ \t]*(?:-[ \t]+)?(?:\w+\[)?["']?([A-Za-z][\w.-]*)["']?\]?[ \t]*(?:[:=][ \t]*|[ \t]+)<?(?:\[[ \t]*)?["']?([^\s"',;<>[\]]+)["']?(?:[ \t]*\])?[ \t]*[,;]?(?:[ \t]+#.*)?[ \t]*$/;

/** A file of options in sections, such as my.cnf: those that programs read which dial others. */
const clientSection = /^(?:client|mysql|mysqldump)\b/;

/** The files of the tree that a configuration's settings name as certificates, keys and CAs. */
export function readSettings(text: string, path: string, finder: PathFinder): readonly Use[] {
  const { component, role: usual } = programOf(text);
  const hasPassword = givesPassword(text);
  const uses: Use[] = [];
  const blocks = new Map<string, number>();
  let [role, part] = [usual, ""];
  const add = (setting: string, purpose: Purpose, named: string, found: string) => {
    // The second certificate of `cert_file` belongs to the second key of `key_file`.
    const count = uses.filter((use) => use.purpose === purpose && stemOf(use.setting) === stemOf(setting)).length;
    const id = `${part} ${stemOf(setting)} ${count}`;
    const block = blocks.get(id) ?? blocks.size;
    blocks.set(id, block);
    const side = role === "server" && /client/i.test(setting) ? "client" : role;
    const own: Role = purpose !== "trust" ? side : role === "client" ? "server-ca" : "client-ca";
    uses.push({ component, setting, purpose, role: own, named, path: found, by: path, block, hasPassword });
  };
  for (const each of text.split("\n")) {
    const [, section] = /^[ \t]*\[([\w-]+)\][ \t]*\r?$/.exec(each) ?? [];
    if (section !== undefined && component === "mysql") role = clientSection.test(section) ? "client" : usual;
    part = section ?? part;
    const [, setting = "", named = ""] = line.exec(each.trimEnd()) ?? [];
    const purposes = purposesOf(setting);
    const found = purposes.length === 0 || !/[./]/.test(named) ? null : finder.find(named, path);
    if (found !== null) for (const purpose of purposes) add(setting, purpose, named, found);
  }
  // A certificate without its key, or the other way round, may be about something else.
  const whole = new Set(uses.flatMap((use) => (use.purpose === "key" ? [use.block] : [])));
  return uses.filter((use) => whole.has(use.block) || (use.purpose === "trust" && whole.size > 0));
}

/** What `tls_cert_file` and `tls_key_file` have in common. */
function stemOf(setting: string): string {
  return setting.toLowerCase().replace(/priv(?:ate)?|key|cert(?:ificate)?|crt|chain|pem|file|path|[-_.]/g, "");
}

function purposesOf(setting: string): readonly Purpose[] {
  // mongod has both in one file.
  if (/^(?:certificateKeyFile|PEMKeyFile|tlsCertificateKeyFile|sslPEMKeyFile)$/.test(setting)) {
    return ["certificate", "key"];
  }
  const words = setting.toLowerCase().replace(/[-_.]/g, " ");
  if (/(?:^|\W)(?:ca|cafiles?|cacert|cacertfile|tlscacert|trusted|client ca|root)\b|authorit/.test(words)) {
    return ["trust"];
  }
  if (/pass/.test(words)) return [];
  if (/key/.test(words)) return ["key"];
  return /cert|crt|chain/.test(words) ? ["certificate"] : [];
}
