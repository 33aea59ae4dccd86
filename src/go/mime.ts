/**
 * Whether a word is a well-formed encoded-word (RFC 2047 §2) in a charset that Go's mime.WordDecoder does not know.
 * Go's net/mail refuses no other encoded-word: it takes malformed ones literally.
 */
export function hasUnknownCharset(word: string): boolean {
  const parts = word.split("?");
  const [open, charset = "", encoding = "", text = "", close] = parts;
  if (parts.length !== 5 || open !== "=" || close !== "=" || charset === "") return false;
  return isDecodable(encoding, text) && !/^(?:utf-8|iso-8859-1|us-ascii)$/iu.test(charset);
}

function isDecodable(encoding: string, text: string): boolean {
  if (/^[bB]$/.test(encoding)) {
    const base64 = text.replace(/[\r\n]/g, "");
    return base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  }
  return /^[qQ]$/.test(encoding) && !/[^ -~\r\n\t]|=(?![0-9a-f]{2})/i.test(text);
}
