import { createCaForKey } from "../../../cfssl/ca/initca.js";
import { generateRequest } from "../../../cfssl/csr/generate.js";
import { generateRequestedKey } from "../../../cfssl/csr/key-request.js";
import { parsePemCertificate } from "../../../cfssl/input/certificate.js";
import { parsePemKey } from "../../../cfssl/input/key.js";
import { encodeUtf8 } from "../../../go/utf8.js";
import type { Certificate } from "../../../x509/model/certificate.js";
import type { PrivateKey } from "../../../x509/model/key.js";
import { createSigners } from "../make/signers.js";
import { rollFiles } from "../manifest/roll-files.js";
import { hostsOf, type Row } from "../manifest/row.js";
import type { Authority } from "../plan/authority.js";
import type { Workshop } from "../plan/context.js";
import { keyDifference } from "../plan/differences.js";
import { wantedOf, withPlace } from "../plan/wanted.js";
import { rollError } from "./state.js";

/** A CA that takes the place of another: the same request, and another key. */
export interface NewAuthority {
  readonly certificate: Certificate;
  /** The text of its key. */
  readonly keyText: Uint8Array;
}

/**
 * Makes the certificate of a new CA as its row says.
 *
 * @param keyText the key that an interrupted run has made; null for a new one
 */
export async function makeNewAuthority(
  row: Row,
  keyText: Uint8Array | null,
  authorities: ReadonlyMap<string, Authority>,
  workshop: Workshop,
): Promise<NewAuthority> {
  const { context, options } = workshop;
  try {
    const { spec, key: request, added } = wantedOf(row, workshop);
    const opened = keyText && { key: await parsePemKey(keyText, null, context.rules), text: keyText };
    const made = opened ?? (await generate());
    const pem = await sign(made.key);
    const certificate = parsePemCertificate(encodeUtf8(pem), context);
    const difference = keyDifference(certificate.publicKey, request);
    if (difference !== null) throw rollError(row, `${rollFiles(row).newKey}: ${difference}; move it away`);
    return { certificate, keyText: made.text };

    async function generate(): Promise<{ readonly key: PrivateKey; readonly text: Uint8Array }> {
      const { key, pem: keyPem } = await generateRequestedKey(request, context.rules, context.log);
      return { key, text: encodeUtf8(options.keyText({ key, keyPem })) };
    }

    async function sign(key: PrivateKey): Promise<string> {
      if (row.pattern.ca === null) return (await createCaForKey(spec, key, context, added)).certificate;
      const signer = await createSigners(authorities, workshop).signerOf(row.pattern.ca);
      const terms = { profile: row.pattern.profile, hosts: hostsOf(row), added };
      return signer.signMade(await generateRequest(spec, key, context), terms);
    }
  } catch (cause) {
    throw withPlace(row, cause);
  }
}
