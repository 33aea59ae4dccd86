import type { Holding } from "../../inventory/graph.js";
import { sameKey } from "../../inventory/material.js";
import type { Finding } from "../scene/finding.js";
import type { Pair } from "../scene/pairs.js";
import type { Scene } from "../scene/scene.js";
import { exchange } from "./convert.js";
import { keysBeside } from "./install.js";
import { setCredentials } from "./kubeconfig.js";
import { reissue } from "./reissue.js";
import { word } from "./shell.js";
import { keyFilesOf, ownFileOf } from "./signer.js";

type Mend = Finding["mend"];

/** Puts the right key beside a certificate, or issues both again. */
export function restoreKey(holding: Holding, pair: Pair, scene: Scene): Mend {
  const { certificate } = holding;
  const [right] = keyFilesOf(certificate.rawSpki, scene);
  const { key, certificatePath, certificateMember } = pair;
  if (right !== undefined && certificateMember.startsWith("client-certificate-data:")) {
    const user = certificateMember.slice("client-certificate-data:".length);
    const path = ownFileOf(holding, scene);
    if (path !== null) {
      return {
        text: `put ${path} and its key into it again`,
        commands: [setCredentials({ path: certificatePath, user }, path, right)],
      };
    }
  }
  if (right !== undefined && key.member === "" && key.path !== certificatePath) {
    const [owner] = scene.withKey(key.spki);
    const beside = owner?.places.find(({ path, member }) => {
      return member === "" && keysBeside(path, scene).some((each) => each.path === right);
    });
    if (beside) {
      // One of the two findings has the commands: exchanged twice, the keys are where they were.
      const commands = key.path < right ? exchange(key.path, right) : [];
      return { text: `exchange ${key.path} and ${right}: each is the key of the other's certificate`, commands };
    }
    return { text: `put the right key back: ${right} has it`, commands: [`cp ${word(right)} ${word(key.path)}`] };
  }
  const isAnothers = scene.withKey(key.spki).some((owner) => !sameKey(owner.certificate.rawSpki, certificate.rawSpki));
  return reissue(holding, { needsNewKey: isAnothers }, "put the right key back, or issue the certificate again", scene);
}

/** Puts the right key beside a CA. There is no other way: a new CA makes every certificate worthless. */
export function restoreAuthorityKey({ certificate }: Holding, path: string, scene: Scene): Mend {
  const [right] = keyFilesOf(certificate.rawSpki, scene);
  const text = "restore the key from when the CA was made; a new CA would make every certificate worthless";
  if (right === undefined) return { text };
  return { text: `${text}. ${right} has it`, commands: [`cp ${word(right)} ${word(path)}`] };
}
