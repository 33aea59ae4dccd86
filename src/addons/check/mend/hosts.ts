import { parseIp } from "../../../go/net.js";
import type { Holding } from "../../inventory/graph.js";
import { hidePasswords } from "../hide-passwords.js";
import type { Finding } from "../scene/finding.js";
import type { Scene } from "../scene/scene.js";
import { hostsOf, join } from "../scene/words.js";
import { reissue } from "./reissue.js";

/** Issues a certificate again with its good hosts, with bad ones as they were meant, and with those that clients dial. */
export function reissueWithHosts(
  holding: Holding,
  dialled: readonly string[],
  isBad: (host: string) => boolean,
  lead: string,
  scene: Scene,
): Finding["mend"] {
  const { certificate } = holding;
  const { commonName } = certificate.subject;
  const own = hostsOf(certificate);
  const meant = own.map((host) => (isBad(host) ? meantHost(host) : host)).filter((host) => !isBad(host) && host !== "");
  const isHost = parseIp(commonName) !== null || /^[\w-]+(?:\.[\w-]+)+$/.test(commonName);
  const hosts = [...new Set([...meant, ...(isHost ? [commonName] : []), ...dialled])];
  const lost = own.filter((host) => isBad(host) && isBad(meantHost(host)));
  if (hosts.length === 0) return { text: lead };
  const told =
    lost.length === 0
      ? lead
      : `${lead}. These commands leave out ${join(lost.map(hidePasswords))}: add what it stands for`;
  return reissue(holding, { hosts }, told, scene);
}

/** The host that was meant, where the form tells it: without scheme, user, path, port, blanks and a dot at the end. */
function meantHost(host: string): string {
  const bare = host.replace(/\s+/g, "").replace(/^https?:\/\//i, "");
  if (/^[0-9a-f.:]+\/\d{1,3}$/i.test(bare)) return host;
  const withoutPath = bare.replace(/\/.*$/, "").replace(/^.*@/, "");
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(withoutPath) ?? [];
  return bracketed ?? withoutPath.replace(/^([^:]+):\d+$/, "$1").replace(/\.$/, "");
}
