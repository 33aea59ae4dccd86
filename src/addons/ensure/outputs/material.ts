import { GoError } from "../../../go/errors.js";
import type { EncodedKey } from "../../../x509/keys/key-form.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import { ExportError } from "../../export/export-error.js";
import { forms } from "../../export/forms.js";
import { type ExportMaterial, issuersAmong } from "../../export/material.js";
import { openKey, readParts } from "../../export/parts.js";
import { sameKey } from "../../inventory/material.js";
import { manifestError } from "../manifest/errors.js";
import type { Output } from "../manifest/output.js";
import { certificatePath, type KeyRow, keyPath, placeOfRow, type Row } from "../manifest/row.js";
import type { Workshop } from "../plan/context.js";
import type { PresentTexts } from "../plan/present.js";
import { chainOf } from "./holds.js";

/** A CA's certificate as it is or will be, and what follows it in its file. */
export interface ChainLink {
  readonly certificate: Certificate;
  readonly others: readonly Certificate[];
}

/**
 * Reads what a row's outputs are made of. The key is opened only if one of them holds it.
 *
 * @throws EnsureError for a key that cannot be opened
 */
export async function readMaterial(
  row: Row | KeyRow,
  outputs: readonly Output[],
  { certificateText, keyText }: PresentTexts,
  linkOf: (ca: Row) => Promise<ChainLink>,
  cas: ReadonlyMap<string, Row>,
  workshop: Pick<Workshop, "context" | "sources">,
): Promise<ExportMaterial> {
  const { rules } = workshop.context;
  // What names files is made without them.
  const holding = outputs.filter(({ kubeconfig }) => kubeconfig?.isEmbedded !== false).map(({ form }) => forms[form]);
  const needsCertificate = row.kind !== "key" && holding.some(({ takes }) => takes !== "key");
  const file = needsCertificate && certificateText && { name: certificatePath(row), bytes: certificateText };
  const certificates = file ? readParts(file, rules.parser).certificates : [];
  const needsKey = certificates.length > 1 || holding.some(({ takes }) => takes !== "certificate");
  const key = needsKey && keyText ? await openRowKey(row, keyText, workshop) : null;
  const own = key && certificates.find(({ rawSpki }) => sameKey(rawSpki, key.key.spki));
  const certificate = own ?? certificates[0] ?? null;
  const following = certificates.filter((each) => each !== certificate);
  if (row.kind === "key" || !needsCertificate) return { certificate, following, issuers: [], authorities: [], key };
  const links: ChainLink[] = [];
  for (const ca of chainOf(row, cas)) links.push(await linkOf(ca));
  const issuers = links.map((link) => link.certificate);
  // The certificate of the highest CA here may be from elsewhere.
  const top = issuers.at(-1) ?? certificate;
  const others = links.at(-1)?.others ?? following;
  const above = top && others.length > 0 ? await issuersAmong(top, others) : [];
  // In a roll-over the file of a CA holds another, which clients must trust too.
  const trusted = links.flatMap((link) => [link.certificate, ...link.others]);
  const authorities = row.kind === "ca" ? [] : trusted;
  return { certificate, following, issuers: [...issuers, ...above], authorities, key };
}

async function openRowKey(
  row: Row | KeyRow,
  bytes: Uint8Array,
  { context, sources }: Pick<Workshop, "context" | "sources">,
): Promise<EncodedKey> {
  const name = keyPath(row);
  const password = async () => {
    const found = sources.env("CFSSL_CA_PK_PASSWORD") ?? "";
    if (row.kind === "ca" && found !== "") return found;
    const remedy =
      row.kind === "ca" ? "put its password into the environment variable CFSSL_CA_PK_PASSWORD" : "decrypt it first";
    throw new ExportError(`${name} is encrypted, and outputs need it: ${remedy}`);
  };
  try {
    const [part] = readParts({ name, bytes }, context.rules.parser).keys;
    if (!part) throw new ExportError(`${name} holds no private key`);
    return await openKey(name, part, password, context.rules);
  } catch (cause) {
    if (!(cause instanceof ExportError || cause instanceof GoError)) throw cause;
    throw manifestError(placeOfRow(row), cause.message);
  }
}
