import { extractRequest } from "../../../cfssl/csr/extract.js";
import { requestSubject } from "../../../cfssl/csr/subject.js";
import { equalBytes } from "../../../go/bytes.js";
import { encodeHex } from "../../../go/hex.js";
import { encodeName, nameToRdns } from "../../../x509/encode/name.js";
import type { Holding } from "../../inventory/graph.js";
import type { Finding } from "../scene/finding.js";
import { filesOf, type Leaf, type Scene } from "../scene/scene.js";
import { freePath } from "./install.js";
import { kubeconfigsWith, setAuthority } from "./kubeconfig.js";
import { reissue, sentences } from "./reissue.js";
import { requestLines } from "./request.js";
import { restartText } from "./restart.js";
import { stemOf, word, writeLines } from "./shell.js";
import { ownFileOf, signerOf } from "./signer.js";

type Mend = Finding["mend"];

/** The CA section of a request. */
export interface CaSection {
  readonly expiry: string;
  readonly pathlen?: number;
}

/** Renews a CA's certificate with its own key, so that what it signed stays valid. */
export function renewAuthority(holding: Holding, scene: Scene): Mend {
  const lead =
    "renew the CA's certificate with its own key, and give the new one to all who trust it; certificates stay valid";
  return withOwnKey(holding, lead, scene, ({ certificate, key }, base) => {
    if (!keepsSubject(holding)) return signAgain(certificate, key, base, []);
    return [`cfssl gencert -renewca -ca=${word(certificate)} -ca-key=${word(key)} | cfssljson -bare ${word(base)}`];
  });
}

/** Makes a CA's certificate again with its own key and another CA section. */
export function remakeAuthority(holding: Holding, ca: CaSection, lead: string, scene: Scene): Mend {
  return withOwnKey(holding, lead, scene, ({ certificate, key }, base) => {
    if (!keepsSubject(holding)) return signAgain(certificate, key, base, extensionsOf(holding, ca));
    const request = freePath(stemOf(certificate), "-csr.json", scene);
    return [
      writeLines(request, requestLines(holding.certificate, { ca })),
      `cfssl gencert -initca -ca-key=${word(key)} ${word(request)} | cfssljson -bare ${word(base)}`,
    ];
  });
}

/** Signs a CA's certificate anew with openssl, which keeps a subject that cfssl would write with other types. */
function signAgain(certificate: string, key: string, base: string, extensions: readonly string[]): readonly string[] {
  const made = `${base}.extensions`;
  const words = extensions.length === 0 ? "" : ` -clrext -extfile ${word(made)}`;
  const sign = `openssl x509 -in ${word(certificate)} -signkey ${word(key)} -days 3650${words} -out ${word(`${base}.mended`)}`;
  const place = [`mv ${word(`${base}.mended`)} ${word(`${base}.pem`)}`];
  return extensions.length === 0
    ? [sign, ...place]
    : [writeLines(made, extensions), sign, ...place, `rm ${word(made)}`];
}

function extensionsOf({ certificate: { subjectKeyId } }: Holding, { pathlen }: CaSection): readonly string[] {
  return [
    `basicConstraints=critical,CA:TRUE${pathlen === undefined ? "" : `,pathlen:${pathlen}`}`,
    "keyUsage=critical,keyCertSign,cRLSign",
    `subjectKeyIdentifier=${subjectKeyId.length === 0 ? "hash" : encodeHex(subjectKeyId)}`,
  ];
}

type Files = ReturnType<typeof signerOf>;

/** `commandsFor` makes `BASE.pem`. */
function withOwnKey(
  holding: Holding,
  lead: string,
  scene: Scene,
  commandsFor: (files: Files, base: string) => readonly string[],
): Mend {
  const path = ownFileOf(holding, scene);
  const others = filesOf(holding).filter((each) => each !== path);
  const after = restartText(path === null ? [] : [path], scene);
  if (!holding.isSelfSigned || path === null) return { text: sentences(lead, [after]) };
  const signer = signerOf(holding, scene);
  const isPem = path.endsWith(".pem");
  const base = isPem ? stemOf(path) : `${stemOf(path)}-again`;
  const kubeconfigs = kubeconfigsWith([holding], scene);
  const copies = others.filter((each) => scene.certificatesIn(each).length === 1);
  const rest = others.filter(
    (each) => !copies.includes(each) && !kubeconfigs.some((kubeconfig) => kubeconfig.path === each),
  );
  return {
    text: sentences(lead, [
      signer.isHere ? "" : `Its key is not in this folder: ${signer.key} stands for it.`,
      rest.length === 0 ? "" : `It is also in ${rest.slice(0, 5).join(", ")}: put the new one there too.`,
      after,
    ]),
    commands: [
      ...commandsFor(signer, base),
      ...(isPem ? [] : [`cp ${word(`${base}.pem`)} ${word(path)}`, `rm ${word(`${base}.pem`)}`]),
      ...copies.map((each) => `cp ${word(path)} ${word(each)}`),
      ...kubeconfigs.map((kubeconfig) => setAuthority(kubeconfig, path)),
    ],
  };
}

/** Whether cfssl would write the subject byte for byte as it is: what the CA signed names it so. */
function keepsSubject({ certificate }: Holding): boolean {
  const written = encodeName(nameToRdns(requestSubject(extractRequest(certificate))));
  return equalBytes(written, certificate.rawSubject);
}

/** For more, a script is the better way. */
const mostAtOnce = 100;

/** Issues all of these again with a CA, and puts it into the kubeconfigs that have its predecessor. */
export function reissueAll(leaves: readonly Leaf[], authority: Holding, lead: string, scene: Scene): Mend {
  const path = ownFileOf(authority, scene) ?? filesOf(authority)[0] ?? "";
  const { commonName } = authority.certificate.subject;
  const older = scene.authorities.filter(
    (each) => each !== authority && each.certificate.subject.commonName === commonName,
  );
  // What nobody refuses yet is refused as soon as nobody trusts the old CA.
  const left = older.flatMap((each) => scene.issuedBy(each).filter((holding) => scene.leafOf(holding)));
  const holdings = new Set([...leaves.map(({ holding }) => holding), ...left]);
  if (holdings.size > mostAtOnce) return { text: lead };
  const mends = [...holdings].map((holding) => reissue(holding, { authority }, "", scene));
  const commands = [
    ...mends.flatMap((mend) => mend.commands ?? []),
    ...kubeconfigsWith(older, scene).map((kubeconfig) => setAuthority(kubeconfig, path)),
  ];
  return { text: lead, commands: [...new Set(commands)] };
}
