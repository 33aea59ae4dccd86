import { baseName } from "../../inventory/tree.js";
import { convertUtf16, exchange, removeByteOrderMark } from "../mend/convert.js";
import { issueMissing, signRequest } from "../mend/missing.js";
import type { Finding } from "../scene/finding.js";
import { keyNamesFor } from "../scene/pairs.js";
import type { Rule } from "../scene/rule.js";
import type { Scene } from "../scene/scene.js";

const noPem = "tls: failed to find any PEM data in certificate input";
const badCa = "data does not contain any valid RSA or ECDSA certificates";

/** Files that are not what programs expect to read. */
export const fileForm: Rule = {
  rows: [
    {
      id: "file-empty",
      severity: "error",
      means:
        "A file that should hold a certificate or a key is empty: the command that should have written it failed, or wrote nothing into the pipe.",
      seen: ["tls: failed to find any PEM data in certificate input"],
      proof: "A Go 1.19 client could not load it.",
      mend: "Issue it again, and look at what the command before the pipe says.",
    },
    {
      id: "pem-truncated",
      severity: "error",
      means: "A PEM block is incomplete or damaged: an END line is missing, or what is in it is no certificate.",
      seen: ["tls: failed to find any PEM data in certificate input", "PEM routines::bad end line"],
      proof: "etcd 3.4 did not start.",
      mend: "Copy the file again from where it was made.",
    },
    {
      id: "pem-bom",
      severity: "error",
      means:
        "A file begins with a byte order mark, as editors on Windows write it. Programs then do not see its first certificate; kube-apiserver does not start, and etcd starts and refuses everybody.",
      seen: ["data does not contain any valid RSA or ECDSA certificates"],
      proof:
        "kube-apiserver 1.20 did not start; etcd 3.4 started and refused its clients; kubectl 1.32 could not load it.",
      mend: "Remove the mark, for example with sed.",
    },
    {
      id: "pem-utf16",
      severity: "error",
      means: "A file is UTF-16 text, as > of Windows PowerShell writes it. No program reads that.",
      seen: ["tls: failed to find any PEM data in certificate input"],
      proof: "A Go 1.19 client, curl 7.88 and kubectl 1.32 could not load it.",
      mend: "Convert it with iconv, and write certificates with cfssljson.",
    },
  ],
  find: (scene) =>
    scene.inventory.materials.flatMap(({ path, fault }): Finding[] => {
      switch (fault) {
        case "empty":
          return [
            {
              ...about("file-empty", path, "The file is empty; the command that should have written it failed."),
              seenAs: [noPem],
              mend: issueMissing(path, "issue it again, and look at what the command before the pipe says", scene),
            },
          ];
        case "truncated":
          return [
            {
              ...about("pem-truncated", path, "A PEM block in it is incomplete or damaged."),
              seenAs: [noPem, "PEM routines::bad end line"],
              mend: issueMissing(path, "copy the file again from where it was made, or issue it again", scene),
            },
          ];
        case "byte-order-mark":
          return [
            {
              ...about("pem-bom", path, "It begins with a byte order mark, which hides the first certificate."),
              seenAs: [badCa, "unable to load root certificates: unable to parse bytes as PEM block"],
              mend: {
                text: "remove the mark",
                commands: removeByteOrderMark(path),
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
                commands: convertUtf16(path),
              },
            },
          ];
        default:
          return [];
      }
    }),
};

function about(rule: string, path: string, message: string): Pick<Finding, "rule" | "severity" | "files" | "message"> {
  return { rule, severity: "error", files: [path], message };
}

/** Files that hold something else than their place asks for. */
export const fileContents: Rule = {
  rows: [
    {
      id: "cert-is-csr",
      severity: "error",
      means:
        "A file that should hold a certificate holds a certificate request. Usually cfssl genkey was used for cfssl gencert.",
      seen: [
        'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [CERTIFICATE REQUEST]',
      ],
      proof: "A Go 1.19 client could not load it.",
      mend: "Issue the certificate with cfssl gencert or cfssl sign.",
    },
    {
      id: "cert-key-swapped",
      severity: "error",
      means: "The file of the certificate holds the private key, and the file of the key the certificate.",
      seen: [
        "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched",
      ],
      proof: "etcd 3.4 did not start.",
      mend: "Exchange the two files.",
    },
  ],
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
            mend: signRequest(
              path,
              "issue the certificate with cfssl gencert or cfssl sign; genkey makes a request only",
              scene,
            ),
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
            commands: exchange(path, other.path),
          },
        },
      ];
    });
  },
};

function isForCertificate({ usesOf }: Scene, path: string): boolean {
  const purposes = usesOf(path).map(({ purpose }) => purpose);
  if (purposes.length > 0) {
    return purposes.some((purpose) => ["certificate", "trust", "signing-certificate"].includes(purpose));
  }
  const name = baseName(path);
  if (/csr|request|\breqs?\b/i.test(path) || /-key\.pem$|\.key$|key\.pem$/.test(name)) return false;
  return /\.(?:pem|crt|cer)$/.test(name);
}

function keyFileOf({ inventory, usesOf }: Scene, path: string): string | undefined {
  const use = usesOf(path).find(({ purpose }) => purpose === "certificate");
  const key = inventory.uses.find(
    (each) => use && each.purpose === "key" && each.by === use.by && each.role === use.role && each.block === use.block,
  );
  if (key?.path) return key.path;
  const paths = inventory.materials.map((each) => each.path);
  return keyNamesFor(path).find((each) => paths.includes(each));
}
