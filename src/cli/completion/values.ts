import type { FlagHelp } from "../help/page.js";
import { certificateFile, csrFile, freeText, jsonFile, keyFile, type ValueKind } from "../help/value-kind.js";

/** What a flag takes: what its row says, or this table, or else what its placeholder promises. */
export function valueKind(flag: FlagHelp): ValueKind {
  if (flag.takes) return flag.takes;
  if (flag.kind === "bool")
    return words([
      ["true", ""],
      ["false", ""],
    ]);
  if (Object.hasOwn(byName, flag.name)) return byName[flag.name] ?? freeText;
  if (flag.placeholder === "FILE") return { is: "file", endings: [] };
  return flag.placeholder === "DIRECTORY" ? { is: "folder" } : freeText;
}

function words(list: readonly (readonly [word: string, description: string])[]): ValueKind {
  return { is: "word", words: list };
}

const named = { takesPrefixes: true };

/** Flags that several commands share. The names are upstream's, and so are the words that they take. */
const byName: Readonly<Record<string, ValueKind>> = {
  cert: certificateFile,
  csr: csrFile,
  ca: { ...certificateFile, ...named },
  "ca-key": { ...keyFile, ...named },
  key: { ...keyFile, ...named },
  "tls-cert": certificateFile,
  "tls-key": keyFile,
  "mutual-tls-ca": certificateFile,
  "tls-remote-ca": certificateFile,
  "mutual-tls-client-cert": certificateFile,
  "mutual-tls-client-key": keyFile,
  intermediates: certificateFile,
  "ca-bundle": certificateFile,
  "int-bundle": certificateFile,
  responder: certificateFile,
  "responder-key": keyFile,
  config: jsonFile,
  "db-config": jsonFile,
  profile: { is: "profile" },
  f: { ...jsonFile, takesStdin: true },
  flavor: words([
    ["optimal", "the shortest chain, newest algorithms first"],
    ["ubiquitous", "the chain that most trust stores accept"],
    ["force", "the certificates that are given, as they are"],
  ]),
  status: words([
    ["good", "not revoked"],
    ["revoked", "revoked"],
    ["unknown", "not known to the responder"],
  ]),
  // Upstream compares them in lower case, and takes the numbers of RFC 5280 too.
  reason: words([
    ["unspecified", "0"],
    ["keyCompromise", "1"],
    ["cACompromise", "2"],
    ["affiliationChanged", "3"],
    ["superseded", "4"],
    ["cessationOfOperation", "5"],
    ["certificateHold", "6"],
    ["removeFromCRL", "8"],
    ["privilegeWithdrawn", "9"],
    ["aACompromise", "10"],
  ]),
  loglevel: words([
    ["0", "debug"],
    ["1", "info"],
    ["2", "warning"],
    ["3", "error"],
    ["4", "critical"],
    ["5", "fatal"],
  ]),
};
