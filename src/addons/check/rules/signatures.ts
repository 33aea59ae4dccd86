import { equalBytes } from "../../../go/bytes.js";
import { encodeHex } from "../../../go/hex.js";
import { groupBy } from "../../groups.js";
import { reissue, reissueEach, renameLeaf } from "../mend/reissue.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { filesOf, isForOpenssl, type Leaf, type Scene } from "../scene/scene.js";

/** Signatures that some programs refuse, and names and numbers that confuse them. */
export const signatures: Rule = {
  rows: [
    {
      id: "subject-equals-ca",
      severity: "either",
      means:
        "A certificate has the same subject as the CA that signed it. OpenSSL takes it for self-signed and refuses it; Go accepts it.",
      seen: ["curl: (60) SSL certificate problem: self-signed certificate"],
      proof: "OpenSSL 3.0 and curl 7.88 refused it; Go accepted it.",
      mend: "Give the CA a name of its own, and issue all certificates again.",
    },
    {
      id: "duplicate-serial",
      severity: "warning",
      means:
        "Two certificates of one CA have the same serial number. Browsers refuse the second one, and a revocation hits both.",
      seen: ["SEC_ERROR_REUSED_ISSUER_AND_SERIAL"],
      proof: null,
      mend: "Issue one of them again with cfssl, whose serial numbers are random.",
    },
    {
      id: "weak-signature",
      severity: "error",
      means: "A certificate is signed with SHA-1 or MD5, which Go and OpenSSL refuse.",
      seen: ["x509: cannot verify signature: insecure algorithm SHA1-RSA", "CA signature digest algorithm too weak"],
      proof: "A Go 1.19 client, kubectl 1.32 and curl 7.88 refused the server.",
      mend: "Issue it again; cfssl signs with SHA-256 or better.",
    },
  ],
  find: (scene) => [...namedLikeCa(scene), ...sameSerials(scene), ...oldSignatures(scene)],
};

/** A certificate with the subject of the CA that signed it: OpenSSL takes it for self-signed. */
function namedLikeCa(scene: Scene): Finding[] {
  return scene.leaves.flatMap((leaf): Finding[] => {
    const { certificate, isSelfSigned, issuers, namesakes } = leaf.holding;
    const [authority] = [...issuers, ...namesakes];
    if (isSelfSigned || !equalBytes(certificate.rawSubject, certificate.rawIssuer)) return [];
    const name = certificate.subject.commonName;
    return [
      {
        rule: "subject-equals-ca",
        severity: isForOpenssl(leaf) ? "error" : "warning",
        files: [...leaf.files, ...(authority ? filesOf(authority) : [])],
        message: `Its subject is that of its CA ("${name}"), so OpenSSL takes it for self-signed and refuses it. Go accepts it.`,
        seenAs: [
          "error 18 at 0 depth lookup: self-signed certificate",
          "curl: (60) SSL certificate problem: self-signed certificate",
        ],
        mend: renameLeaf(
          leaf,
          `give the CA a name of its own, such as "${name}-ca", and issue all certificates again`,
          scene,
        ),
      },
    ];
  });
}

function sameSerials(scene: Scene): Finding[] {
  const issued = scene.leaves.filter(({ holding }) => holding.issuers.length > 0);
  const alike = [...groupBy(issued, ({ holding }) => holding.certificate.serialNumber).values()];
  const groups = alike.flatMap((group) => (group.length < 2 ? [] : [...groupBy(group, issuerKey).values()]));
  return groups.flatMap((group): Finding[] => {
    const [first] = group;
    if (!first || group.length < 2) return [];
    return [
      {
        rule: "duplicate-serial",
        severity: "warning",
        files: [...new Set(group.flatMap(({ files }) => files))],
        message: `${group.length} certificates of one CA have the serial number ${first.holding.certificate.serialNumber}. Browsers refuse the second one, and a revocation hits all.`,
        seenAs: ["SEC_ERROR_REUSED_ISSUER_AND_SERIAL"],
        mend: reissueEach(group.slice(1), "issue all but one again with cfssl, whose serial numbers are random", scene),
      },
    ];
  });
}

function issuerKey({ holding }: Leaf): string {
  return encodeHex(holding.issuers[0]?.certificate.rawSpki ?? new Uint8Array());
}

function oldSignatures(scene: Scene): Finding[] {
  const { leaves, authorities: cas } = scene;
  const signed = [...leaves.map(({ holding }) => holding), ...cas.filter(({ isSelfSigned }) => !isSelfSigned)];
  return signed.flatMap((holding): Finding[] => {
    const name = holding.certificate.signatureAlgorithm ?? "";
    if (!/MD2|MD5|SHA1/.test(name) || holding.isSelfSigned) return [];
    return [
      {
        rule: "weak-signature",
        severity: "error",
        files: filesOf(holding),
        message: `It is signed with ${name}, which Go and OpenSSL refuse.`,
        seenAs: [`x509: cannot verify signature: insecure algorithm ${name}`, "CA signature digest algorithm too weak"],
        mend: scene.leafOf(holding)
          ? reissue(holding, {}, "issue it again with cfssl, which signs with SHA-256 or better", scene)
          : { text: "issue it again with cfssl, which signs with SHA-256 or better" },
      },
    ];
  });
}
