/** The password of a URL: it may stand in a flag, in `server:` of a kubeconfig, or by mistake in a certificate. */
const password = /(:\/\/[^\s:@/]*:)[^\s@/]+(?=@)/g;

/** A text out of files without the passwords of the URLs in it. */
export function hidePasswords(text: string): string {
  return text.includes("://") ? text.replace(password, "$1…") : text;
}
