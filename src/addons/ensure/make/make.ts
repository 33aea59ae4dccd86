import { createCa, createCaForKey } from "../../../cfssl/ca/initca.js";
import { generateRequest, prepareRequest } from "../../../cfssl/csr/generate.js";
import { generateRequestedKey } from "../../../cfssl/csr/key-request.js";
import { parsePemKey } from "../../../cfssl/input/key.js";
import { encodePem } from "../../../go/pem.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import type { PrivateKey } from "../../../x509/model/key.js";
import { rollFiles } from "../manifest/roll-files.js";
import { certificatePath, hostsOf, type KeyRow, keyPath, publicKeyPath, type Row } from "../manifest/row.js";
import type { Authority } from "../plan/authority.js";
import type { Workshop } from "../plan/context.js";
import { type Listing, readPresent } from "../plan/present.js";
import type { Step } from "../plan/step.js";
import { wantedOf, withPlace } from "../plan/wanted.js";
import type { StoredFile } from "../store/store.js";
import { issuerOf, type Signers } from "./signers.js";

/** The files of a row. */
export interface Made {
  readonly step: Step;
  readonly files: readonly StoredFile[];
  /** Whether a key is replaced: its certificate must go with it. */
  readonly replacesKey: boolean;
}

/** Makes what a step asks for. CAs announce themselves at once, so that others can be made at the same time. */
export async function makeStep(
  step: Step,
  authorities: ReadonlyMap<string, Authority>,
  signers: Signers,
  workshop: Workshop,
  listing: Listing,
): Promise<Made> {
  const { row } = step;
  try {
    if (row.kind === "key") return await makeKey(step, row, workshop, listing);
    const present = authorities.get(row.name)?.present ?? (await readPresent(row, workshop, listing));
    const { pem, key, keyPem } = await makeCertificate(step, row, signers, workshop, present.keyText);
    const text =
      pem + (isChainKept(step) ? present.others.map(({ raw }) => encodePem("CERTIFICATE", raw)).join("") : "");
    const certificate: StoredFile = { path: certificatePath(row), bytes: encodeUtf8(text), mode: 0o644 };
    const { signing } = rollFiles(row);
    const copies =
      row.kind === "ca" && listing.has(signing) ? [{ ...certificate, path: signing, bytes: encodeUtf8(pem) }] : [];
    const keys = keyPem === null ? [] : [keyFile(row, { key, keyPem }, workshop)];
    const files = [...keys, certificate, ...copies];
    return { step, files, replacesKey: keyPem !== null && present.hasKey };
  } catch (cause) {
    throw row.kind === "key" ? cause : withPlace(row, cause);
  }
}

/** The other certificates of a file lead to its CA, and stay as long as that does. */
function isChainKept({ why }: Step): boolean {
  return !why.some((reason) => reason.startsWith("not signed"));
}

function keyFile(
  row: Row | KeyRow,
  made: { readonly key: PrivateKey; readonly keyPem: string },
  { options }: Workshop,
): StoredFile {
  return { path: keyPath(row), bytes: encodeUtf8(options.keyText(made)), mode: 0o600 };
}

interface MadeCertificate {
  readonly pem: string;
  readonly key: PrivateKey;
  /** Null if the key stays. */
  readonly keyPem: string | null;
}

async function makeCertificate(
  step: Step,
  row: Row,
  signers: Signers,
  workshop: Workshop,
  keyText: Uint8Array | null,
): Promise<MadeCertificate> {
  const { pattern } = row;
  const making =
    pattern.ca === null ? makeRoot(step, row, signers, workshop) : makeSigned(step, row, signers, workshop, keyText);
  if (row.kind === "ca")
    signers.announce(
      row.name,
      making.then(({ pem, key }) => issuerOf(pem, key, workshop)),
    );
  return making;
}

async function makeRoot(step: Step, row: Row, signers: Signers, workshop: Workshop) {
  const { spec, added } = wantedOf(row, workshop);
  if (step.hasNewKey) {
    const { certificate, key, keyPem } = await createCa(spec, workshop.context, added);
    return { pem: certificate, key, keyPem };
  }
  const key = await signers.keyOf(row.name);
  const { certificate } = await createCaForKey(spec, key, workshop.context, added);
  return { pem: certificate, key, keyPem: null };
}

async function makeSigned(step: Step, row: Row, signers: Signers, workshop: Workshop, keyText: Uint8Array | null) {
  const { context } = workshop;
  const { spec, key: request, added } = wantedOf(row, workshop);
  const { key, pem: keyPem } = step.hasNewKey
    ? await generateRequestedKey(request, context.rules, context.log)
    : { key: await keptKey(row, signers, workshop, keyText), pem: null };
  const terms = { profile: row.pattern.profile, hosts: hostsOf(row), added };
  const signer = await signers.signerOf(row.pattern.ca ?? "");
  const prepared = prepareRequest(spec, key, context);
  const pem = prepared
    ? await signer.signPrepared(prepared, terms)
    : await signer.signMade(await generateRequest(spec, key, context), terms);
  return { pem, key, keyPem };
}

async function keptKey(
  row: Row,
  signers: Signers,
  { context }: Workshop,
  keyText: Uint8Array | null,
): Promise<PrivateKey> {
  return row.kind === "ca" ? signers.keyOf(row.name) : parsePemKey(keyText ?? new Uint8Array(), null, context.rules);
}

async function makeKey(step: Step, row: KeyRow, workshop: Workshop, listing: Listing): Promise<Made> {
  const { context } = workshop;
  const publicFile = (spki: Uint8Array): StoredFile => {
    return { path: publicKeyPath(row), bytes: encodeUtf8(encodePem("PUBLIC KEY", spki)), mode: 0o644 };
  };
  if (!step.hasNewKey) {
    const { spki } = await readPresent(row, workshop, listing);
    return { step, files: spki ? [publicFile(spki)] : [], replacesKey: false };
  }
  const { key, pem } = await generateRequestedKey(row.key, context.rules, context.log);
  return { step, files: [keyFile(row, { key, keyPem: pem }, workshop), publicFile(key.spki)], replacesKey: false };
}
