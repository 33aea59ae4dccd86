import { formatUsages, parseUsages } from "../../../cfssl/config/usages.js";
import type { ProfileFile } from "../../inventory/cfssl-files.js";
import type { IssuingCall } from "../../inventory/issuing-calls.js";
import { parentOf } from "../../inventory/tree.js";
import type { Scene } from "../scene/scene.js";
import { jsonLines } from "./json-lines.js";
import { writeLines } from "./shell.js";

export const serverAuth = "1.3.6.1.5.5.7.3.1";
export const clientAuth = "1.3.6.1.5.5.7.3.2";

/** A profile to issue with, and what has to be done before it can be used. */
export interface Profile {
  readonly config: string;
  readonly name: string;
  readonly commands: readonly string[];
  /** What to change in an existing configuration; "" if nothing. */
  readonly text: string;
}

/** A profile that grants these purposes: that of the script, else another one of the folder, else a new one. */
export function profileFor(
  purposes: readonly string[],
  call: IssuingCall | undefined,
  signerPath: string,
  scene: Scene,
): Profile {
  const { configs, finder, tree } = scene.inventory;
  const calledPath = call && call.config !== "" ? finder.find(call.config, call.path) : null;
  const all = [...configs].sort((a, b) => Number(b.path === calledPath) - Number(a.path === calledPath));
  const fitting = all.flatMap(({ path, profiles }) => {
    const named = profiles.filter(({ name, isCa }) => name !== "" && !isCa);
    const grants = named.filter((profile) => {
      const granted = purposesOf(profile);
      // A certificate that is good for everything needs a profile without purposes, or that of its script.
      if (purposes.length === 0) return granted.length === 0 || call !== undefined;
      return purposes.every((id) => granted.includes(id));
    });
    const isCalled = ({ name }: ProfileFile) => path === calledPath && name === call?.profile;
    const excess = (profile: ProfileFile) => (isCalled(profile) ? -1 : purposesOf(profile).length);
    return grants.sort((a, b) => excess(a) - excess(b)).map(({ name }) => ({ config: path, name }));
  });
  const [best] = fitting;
  if (best) return { ...best, commands: [], text: "" };
  const name = nameFor(purposes);
  const folder = parentOf(signerPath);
  const inFolder = (file: string) => (folder === "" ? file : `${folder}/${file}`);
  // A name of its own, so that two findings do not write different configurations into one file.
  const isFree = (file: string) => !tree.files.some(({ path }) => path === inFolder(file));
  const file = [`ca-config-${name}.json`, `ca-config-${name}-again.json`].find(isFree) ?? `ca-config-${name}-mend.json`;
  const config = inFolder(file);
  const lines = jsonLines({ signing: { default: { expiry: "8760h" }, profiles: { [name]: newProfile(purposes) } } });
  const [present] = all;
  const text = present
    ? `No profile in ${present.path} grants that; this one does: ${jsonLines({ [name]: newProfile(purposes) })
        .join(" ")
        .replace(/\s+/g, " ")}`
    : "";
  return { config, name, commands: [writeLines(config, lines)], text };
}

function purposesOf({ usages }: ProfileFile): readonly string[] {
  return parseUsages(usages, { contentCommitmentWord: "content commitment" }).extKeyUsage;
}

function nameFor(purposes: readonly string[]): string {
  const [forServers, forClients] = [purposes.includes(serverAuth), purposes.includes(clientAuth)];
  if (purposes.length === 0) return "plain";
  if (purposes.some((id) => id !== serverAuth && id !== clientAuth)) return "other";
  return forServers && forClients ? "peer" : forServers ? "server" : "client";
}

/** digitalSignature and keyEncipherment, as the guides have them, and the purposes. */
function newProfile(extKeyUsage: readonly string[]): object {
  return { expiry: "8760h", usages: formatUsages({ keyUsage: 0b101, extKeyUsage }) };
}
