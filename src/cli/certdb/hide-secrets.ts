import { quote } from "../../go/strconv.js";

/** Where a data source has a password: a URL, words with `=`, options, and MySQL's `user:password@tcp(…)/`. */
const places: readonly RegExp[] = [
  /^[a-z0-9]+:\/\/[^:/?#@]*:([\s\S]*)@/,
  /\bpassword\s*=\s*('(?:[^'\\]|\\[\s\S])*'|[^\s&]+)/g,
  /[?&]_auth_pass=([^&]+)/g,
  /^[^:/@]*:([\s\S]*)@[^@]*\//,
];

/** A message of a driver without the passwords of its data source. */
export function hideSecrets(message: string, dataSource: string): string {
  // These name parts of the text that they cannot read, and so may name a part of a password.
  if (/^parse |connection info string/.test(message)) {
    return "data_source cannot be read: it is such as postgres://USER:PASSWORD@HOST/DATABASE";
  }
  const secrets = places
    .flatMap((place) => (place.global ? [...dataSource.matchAll(place)] : [place.exec(dataSource)]))
    .flatMap((found) => spellings(found?.[1] ?? ""));
  const longestFirst = secrets.sort((left, right) => right.length - left.length);
  return longestFirst.reduce((text, secret) => text.replaceAll(secret, "***"), message);
}

function spellings(secret: string): readonly string[] {
  const plain = secret.replace(/^'([\s\S]*)'$/, "$1").replace(/\\([\s\S])/g, "$1");
  const forms = [secret, plain, decoded(plain), quote(plain).slice(1, -1)];
  return [...new Set(forms)].filter((form) => form !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
