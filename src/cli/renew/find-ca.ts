import { keyNamesFor } from "../../addons/check/scene/pairs.js";
import { readParts } from "../../addons/export/parts.js";
import type { MaterialRules } from "../../addons/inventory/material.js";
import { hasSigned } from "../../addons/inventory/signed-by.js";
import { findCa, isNamedBy, type Target } from "../../addons/renew/find.js";
import { type Folder, openKeyOf } from "../../addons/renew/folder.js";
import type { OpenCa } from "../../addons/renew/renew.js";
import { RenewError } from "../../addons/renew/renew-error.js";
import { GoError } from "../../go/errors.js";
import type { Host } from "../../host/host.js";
import type { Certificate } from "../../x509/model/certificate.js";
import type { PrivateKey } from "../../x509/model/key.js";
import type { Flags } from "../flags.js";

/** Finds the CA of a certificate, and opens its key. */
export type CaFinder = (target: Target, folder: Folder) => Promise<OpenCa>;

/** A CA comes from -ca and -ca-key, or else from the folder of the certificate. */
export function createCaFinder(
  flags: Flags,
  host: Host,
  password: (name: string) => Promise<string>,
  rules: MaterialRules,
): CaFinder {
  const [caName, keyName] = [flags.text("ca"), flags.text("ca-key")];
  let named: Promise<PrivateKey> | null = null;
  const openNamed = (name: string) => {
    named ??= openKeyOf(name, host.readFile(name), password, rules);
    return named;
  };
  const opened = new Map<string, Promise<PrivateKey>>();
  const openIn = (folder: Folder, path: string) => {
    const name = folder.nameOf(path);
    const key = opened.get(name) ?? folder.openKey(path);
    opened.set(name, key);
    return key;
  };
  if (caName === "") {
    return async (target, folder) => {
      const { certificate: own, isSelfSigned, issuers } = target.holding;
      if (keyName === "") {
        const { certificate, path, key } = findCa(target, folder.inventory, folder.nameOf);
        return { ca: certificate, path: folder.nameOf(path), key: await openIn(folder, key.path) };
      }
      const key = await openNamed(keyName);
      if (isSelfSigned) return { ca: null, path: folder.nameOf(target.path), key };
      const [issuer] = issuers;
      if (!issuer) throw new RenewError(`${folder.nameOf(target.path)}: its CA is not here: name it with -ca`);
      const ca = issuers.reduce((a, b) => (b.certificate.notAfter.seconds > a.certificate.notAfter.seconds ? b : a));
      return { ca: own === ca.certificate ? null : ca.certificate, path: folder.nameOf(ca.places[0]?.path ?? ""), key };
    };
  }
  const certificates = readParts({ name: caName, bytes: host.readFile(caName) }, rules.parser).certificates;
  if (certificates.length === 0) throw new RenewError(`${caName} holds no certificate`);
  return async (target, folder) => {
    const old = target.holding.certificate;
    const ca = await signerOf(old, certificates);
    if (!ca) throw new RenewError(`${caName} has not signed ${folder.nameOf(target.path)}`);
    const key = await openNamed(keyName === "" ? besideOf(caName, host) : keyName);
    return { ca: target.holding.isSelfSigned ? null : ca, path: caName, key };
  };
}

async function signerOf(old: Certificate, certificates: readonly Certificate[]): Promise<Certificate | null> {
  for (const each of certificates) if (isNamedBy(old, each) && (await hasSigned(each, old))) return each;
  return null;
}

/** The key beside a CA's file. */
function besideOf(caName: string, host: Host): string {
  const names = keyNamesFor(caName);
  for (const name of names) {
    try {
      host.readFile(name);
      return name;
    } catch (cause) {
      if (!(cause instanceof GoError)) throw cause;
    }
  }
  throw new RenewError(`the key of ${caName} is not beside it: name it with -ca-key`);
}
