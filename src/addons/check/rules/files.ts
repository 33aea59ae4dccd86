import { baseName } from "../../inventory/tree.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { keyNamesFor, type Scene } from "../scene/scene.js";

const noPem = "tls: failed to find any PEM data in certificate input";
const badCa = "data does not contain any valid RSA or ECDSA certificates";

/** Files that are not what programs expect to read. */
export const fileForm: Rule = {
  ids: ["file-empty", "pem-truncated", "pem-bom", "pem-utf16"],
  find: ({ inventory }) =>
    inventory.materials.flatMap(({ path, fault }): Finding[] => {
      switch (fault) {
        case "empty":
          return [
            {
              ...about("file-empty", path, "The file is empty; the command that should have written it failed."),
              seenAs: [noPem],
              mend: { text: "issue it again, and look at what the command before the pipe says" },
            },
          ];
        case "truncated":
          return [
            {
              ...about("pem-truncated", path, "A PEM block in it is incomplete or damaged."),
              seenAs: [noPem, "PEM routines::bad end line"],
              mend: { text: "copy the file again from where it was made" },
            },
          ];
        case "byte-order-mark":
          return [
            {
              ...about("pem-bom", path, "It begins with a byte order mark, which hides the first certificate."),
              seenAs: [badCa, "unable to load root certificates: unable to parse bytes as PEM block"],
              mend: {
                text: "remove the mark",
                commands: [`sed -i '1s/^\\xEF\\xBB\\xBF//' ${path}`],
              },
            },
          ];
        case "utf-16":
          return [
            {
              ...about(
                "pem-utf16",
                path,
                "It is UTF-16 text, as > of Windows PowerShell writes it. No program reads that.",
              ),
              seenAs: [noPem],
              mend: {
                text: "convert it, and write certificates with cfssljson",
                commands: [`iconv -f UTF-16 -t UTF-8 ${path} > ${path}.new`, `mv ${path}.new ${path}`],
              },
            },
          ];
        case null:
          return [];
      }
    }),
};

function about(rule: string, path: string, message: string): Pick<Finding, "rule" | "severity" | "files" | "message"> {
  return { rule, severity: "error", files: [path], message };
}

/** Files that hold something else than their place asks for. */
export const fileContents: Rule = {
  ids: ["cert-is-csr", "cert-key-swapped"],
  find(scene) {
    return scene.inventory.materials.flatMap(({ path, labels }): Finding[] => {
      if (
        labels.length === 0 ||
        !isForCertificate(scene, path) ||
        labels.some((label) => /\bCERTIFICATE$/.test(label))
      ) {
        return [];
      }
      if (labels.every((label) => label.endsWith("CERTIFICATE REQUEST"))) {
        return [
          {
            ...about("cert-is-csr", path, "It holds a certificate request where a certificate should be."),
            expected: "CERTIFICATE",
            found: labels.join(", "),
            seenAs: [
              `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${labels.join(" ")}]`,
            ],
            mend: { text: "issue the certificate with cfssl gencert or cfssl sign; genkey makes a request only" },
          },
        ];
      }
      const keyPath = keyFileOf(scene, path);
      const other = scene.inventory.materials.find((each) => each.path === keyPath);
      if (!other?.labels.includes("CERTIFICATE") || !labels.some((label) => label.endsWith("PRIVATE KEY"))) return [];
      return [
        {
          ...about("cert-key-swapped", path, `It holds the private key, and ${other.path} holds the certificate.`),
          files: [path, other.path],
          seenAs: [
            "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched",
          ],
          mend: {
            text: "exchange the two files",
            commands: [`mv ${path} ${path}.key`, `mv ${other.path} ${path}`, `mv ${path}.key ${other.path}`],
          },
        },
      ];
    });
  },
};

function isForCertificate({ inventory }: Scene, path: string): boolean {
  const purposes = inventory.uses.filter((use) => use.path === path).map(({ purpose }) => purpose);
  if (purposes.length > 0) {
    return purposes.some((purpose) => ["certificate", "trust", "signing-certificate"].includes(purpose));
  }
  const name = baseName(path);
  if (/csr|request|\breq\b/i.test(name) || /-key\.pem$|\.key$|key\.pem$/.test(name)) return false;
  return /\.(?:pem|crt|cer)$/.test(name);
}

function keyFileOf({ inventory }: Scene, path: string): string | undefined {
  const use = inventory.uses.find((each) => each.path === path && each.purpose === "certificate");
  const key = inventory.uses.find(
    (each) => use && each.purpose === "key" && each.by === use.by && each.role === use.role,
  );
  if (key?.path) return key.path;
  const paths = inventory.materials.map((each) => each.path);
  return keyNamesFor(path).find((each) => paths.includes(each));
}
