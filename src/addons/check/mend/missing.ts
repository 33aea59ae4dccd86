import { emptyName } from "../../../x509/model/name.js";
import type { Holding } from "../../inventory/graph.js";
import type { Role } from "../../inventory/use.js";
import type { Finding } from "../scene/finding.js";
import { keyNamesFor } from "../scene/pairs.js";
import type { Scene } from "../scene/scene.js";
import { freePath, pathsOf } from "./install.js";
import { clientAuth, profileFor, serverAuth } from "./profile.js";
import { sentences } from "./reissue.js";
import { requestLines } from "./request.js";
import { requestedFor } from "./requested.js";
import { restartText } from "./restart.js";
import { quote, stemOf, word, writeLines } from "./shell.js";
import { signerOf } from "./signer.js";

type Mend = Finding["mend"];

/** The subjects of clients that need no hosts: CN and O. */
const clients: Readonly<Partial<Record<Role, readonly [string, ...string[]]>>> = {
  "apiserver-etcd-client": ["kube-apiserver-etcd-client"],
  "apiserver-kubelet-client": ["kube-apiserver-kubelet-client", "system:masters"],
  "front-proxy-client": ["front-proxy-client"],
  "controller-manager": ["system:kube-controller-manager"],
  scheduler: ["system:kube-scheduler"],
  "kube-proxy": ["system:kube-proxy"],
  admin: ["kubernetes-admin", "system:masters"],
};

/** Issues the certificate of a file in which nothing of it is left: for its request, or as its role wants it. */
export function issueMissing(path: string, lead: string, scene: Scene): Mend {
  const after = [restartText([path], scene)];
  const copy = copyOf(path, scene);
  if (copy !== null)
    return { text: sentences(`${lead}; ${copy} has it`, after), commands: [`cp ${word(copy)} ${word(path)}`] };
  const role = scene.usesOf(path).find(({ purpose }) => purpose === "certificate")?.role;
  const subject = role && clients[role];
  const { request, call } = requestedFor(path, scene);
  const calledCa = call && call.ca !== "" ? scene.inventory.finder.find(call.ca, call.path) : null;
  const authority = (calledCa === null ? undefined : scene.certificatesIn(calledCa)[0]) ?? authorityFor(role, scene);
  if (!authority || (!request && !subject)) return { text: sentences(lead, after) };
  const signer = signerOf(authority, scene);
  const purposes = subject && !call ? [clientAuth] : call ? [] : [serverAuth, clientAuth];
  const profile = profileFor(purposes, call, signer.certificate, scene);
  const base = path.endsWith(".pem") ? stemOf(path) : `${stemOf(path)}-again`;
  const requestPath = request?.path ?? freePath(stemOf(path), "-csr.json", scene);
  const key = keyNamesFor(path).find((each) => pathsOf(scene).has(each)) ?? `${stemOf(path)}.key`;
  const words = `-ca=${word(signer.certificate)} -ca-key=${word(signer.key)} -config=${word(profile.config)} -profile=${quote(profile.name)}`;
  const write = request || !subject ? [] : [writeLines(requestPath, subjectLines(subject))];
  const made = [`${base}.pem`, `${base}-key.pem`, `${base}.csr`];
  const moved =
    base === stemOf(path)
      ? []
      : [
          `cp ${word(`${base}.pem`)} ${word(path)}`,
          `cp ${word(`${base}-key.pem`)} ${word(key)}`,
          `rm ${made.map(word).join(" ")}`,
        ];
  return {
    text: sentences(lead, [
      signer.isHere ? "" : `The CA's key is not in this folder: ${signer.key} stands for it.`,
      ...after,
    ]),
    commands: [
      ...write,
      ...profile.commands,
      `cfssl gencert ${words} ${word(requestPath)} | cfssljson -bare ${word(base)}`,
      ...moved,
    ],
  };
}

/** Signs the request that lies where the certificate should be. */
export function signRequest(path: string, lead: string, scene: Scene): Mend {
  const { call } = requestedFor(path, scene);
  const role = scene.usesOf(path).find(({ purpose }) => purpose === "certificate")?.role;
  const authority = authorityFor(role, scene);
  if (!authority || !path.endsWith(".pem")) return { text: lead };
  const signer = signerOf(authority, scene);
  const profile = profileFor(call ? [] : [serverAuth, clientAuth], call, signer.certificate, scene);
  const words = `-ca=${word(signer.certificate)} -ca-key=${word(signer.key)} -config=${word(profile.config)} -profile=${quote(profile.name)}`;
  return {
    text: sentences(lead, [signer.isHere ? "" : `The CA's key is not in this folder: ${signer.key} stands for it.`]),
    commands: [...profile.commands, `cfssl sign ${words} ${word(path)} | cfssljson -bare ${word(stemOf(path))}`],
  };
}

/** Another file with the certificate of the key that lies beside this one. */
function copyOf(path: string, scene: Scene): string | null {
  const names = keyNamesFor(path);
  const spki = scene.inventory.keys.find((key) => names.includes(key.path) && key.kind === "private")?.spki ?? null;
  const places = scene.withKey(spki).flatMap((holding) => holding.places);
  return places.find((place) => place.member === "" && place.position === 0 && place.path !== path)?.path ?? null;
}

/** The CA that those trust who read certificates of this role; else the only CA of the folder. */
function authorityFor(role: Role | undefined, scene: Scene): Holding | undefined {
  const wanted = role === "front-proxy-client" ? "front-proxy-ca" : role?.includes("etcd") ? "etcd-ca" : "client-ca";
  const trusted = scene.uses.flatMap(({ purpose, role: part, path }) =>
    purpose === "trust" && part === wanted && path !== null ? scene.certificatesIn(path) : [],
  );
  const [only, ...others] = scene.authorities;
  return (role && trusted[0]) ?? (others.length === 0 ? only : undefined);
}

function subjectLines([commonName, ...organizations]: readonly [string, ...string[]]): readonly string[] {
  const nothing = { dnsNames: [], ipAddresses: [], emailAddresses: [], uris: [], publicKey: null } as const;
  return requestLines({ ...nothing, subject: { ...emptyName(), commonName } }, { organizations });
}
