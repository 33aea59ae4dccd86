import { equalBytes } from "../../go/bytes.js";
import { decodePem, encodePem } from "../../go/pem.js";
import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";

/**
 * A certificate's file with another certificate in the old one's place, and with another key if its key is in it. Other
 * blocks stay, such as a chain; text between them goes, as it describes the old certificate.
 *
 * @param bytes PEM, or the DER of the old certificate
 * @param keyPem a new key; null if the key stays
 */
export function replaceCertificate(
  bytes: Uint8Array,
  old: Uint8Array,
  renewed: Uint8Array,
  keyPem: string | null,
): Uint8Array {
  if (bytes[0] === 0x30) return renewed;
  const blocks = decodeUtf8(bytes).match(/-----BEGIN [^-]*-----[\s\S]*?-----END [^-]*-----/g) ?? [];
  const replace = (text: string): string => {
    if (keyPem !== null && /^-----BEGIN [^-]*PRIVATE KEY-----/.test(text)) return keyPem;
    const block = decodePem(encodeUtf8(`${text}\n`))?.block;
    return block && equalBytes(block.bytes, old) ? encodePem("CERTIFICATE", renewed) : `${text}\n`;
  };
  return encodeUtf8(blocks.map(replace).join(""));
}
