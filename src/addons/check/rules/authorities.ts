import type { Holding } from "../../inventory/graph.js";
import { remakeAuthority } from "../mend/authority.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { filesOf, type Scene } from "../scene/scene.js";
import { join } from "../scene/words.js";

const unknownAuthority = "x509: certificate signed by unknown authority";

/** CAs that programs do not take for one. */
export const authorities: Rule = {
  rows: [
    {
      id: "ca-not-ca",
      severity: "error",
      means:
        "A certificate that signed others is not marked as a CA (CA:TRUE in basicConstraints). Usually it was issued as a common certificate.",
      seen: ["x509: certificate signed by unknown authority", "invalid CA certificate"],
      proof: "etcd 3.4 refused its clients; a Go 1.19 client and curl 7.88 refused the server.",
      mend: "Make the CA's certificate again with its own key, so that what it signed stays valid.",
    },
    {
      id: "ca-no-cert-sign",
      severity: "error",
      means: "The key usage of a CA does not allow it to sign certificates (keyCertSign).",
      seen: ["x509: certificate signed by unknown authority", "key usage does not include certificate signing"],
      proof: "etcd 3.4 refused its clients; a Go 1.19 client and curl 7.88 refused the server.",
      mend: "Make the CA's certificate again with its own key.",
    },
    {
      id: "pathlen-violated",
      severity: "error",
      means: "There are more CAs below a CA than its pathLenConstraint allows.",
      seen: ["x509: too many intermediates for path length constraint", "path length constraint exceeded"],
      proof: "A Go 1.19 client, kubectl 1.32, curl 7.88 and OpenSSL 3.0 refused the chain.",
      mend: "Issue that CA again with a larger max_path_len.",
    },
  ],
  find: (scene) => [...scene.authorities.flatMap((holding) => unfit(holding, scene)), ...tooDeep(scene)],
};

const keyCertSign = 1 << 5;

function unfit(holding: Holding, scene: Scene): Finding[] {
  const { certificate } = holding;
  const hasSigned = scene.issuedBy(holding).length > 0;
  const isMarked = certificate.basicConstraintsValid ? certificate.isCa : certificate.version < 3;
  const seenAs = [
    unknownAuthority,
    `tls: failed to verify client certificate: ${unknownAuthority}`,
    isMarked ? "key usage does not include certificate signing" : "invalid CA certificate",
  ];
  if (!isMarked) {
    // A server's own certificate may be trusted by itself: that is pinning, and programs accept it.
    return hasSigned || holding.issuers.length > 0
      ? [finding("ca-not-ca", "It signs certificates, but is not marked as a CA (CA:TRUE).")]
      : [];
  }
  if (certificate.keyUsage === 0 || (certificate.keyUsage & keyCertSign) !== 0) return [];
  // A server's own certificate may say CA:TRUE without meaning it.
  if (!hasSigned && !filesOf(holding).some((path) => scene.trustedPaths.has(path))) return [];
  return [finding("ca-no-cert-sign", "Its key usage does not allow signing certificates (keyCertSign).")];

  function finding(rule: string, message: string): Finding {
    const lead = "make the CA's certificate again with its own key, so that what it signed stays valid";
    const mend = remakeAuthority(holding, { expiry: "87600h" }, lead, scene);
    return { rule, severity: "error", files: filesOf(holding), message, seenAs, mend };
  }
}

/** CAs with more CAs below them than their pathLenConstraint allows. */
function tooDeep(scene: Scene): Finding[] {
  const violated = new Map<Holding, string[]>();
  for (const { holding, files } of scene.leaves) {
    const chain: Holding[] = [];
    let at: Holding = holding;
    while (chain.length < 10) {
      // A CA with two certificates, such as a renewed one: the better counts.
      const below = chain.length;
      const next: Holding | undefined = at.issuers.find((each) => !isTooHigh(each, below)) ?? at.issuers[0];
      if (!next || chain.includes(next)) break;
      if (isTooHigh(next, below)) violated.set(next, [...(violated.get(next) ?? []), ...files]);
      chain.push(next);
      at = next;
    }
  }
  return [...violated].map(([authority, files]) => {
    const { subject, maxPathLen } = authority.certificate;
    return {
      rule: "pathlen-violated",
      severity: "error",
      files: [...new Set([...files, ...filesOf(authority)])],
      message: `"${subject.commonName}" may have ${maxPathLen === 0n ? "no CA" : `at most ${maxPathLen} CAs`} below it (pathLenConstraint), but there are more between it and ${join([...new Set(files)])}.`,
      seenAs: ["x509: too many intermediates for path length constraint", "path length constraint exceeded"],
      mend: authority.isSelfSigned
        ? remakeAuthority(
            authority,
            { expiry: "87600h", pathlen: Number(maxPathLen) + 1 },
            `issue that CA again with "ca": { "pathlen": ${maxPathLen + 1n} }`,
            scene,
          )
        : { text: `issue that CA again with "ca_constraint": { "is_ca": true, "max_path_len": ${maxPathLen + 1n} }` },
    };
  });
}

/** Whether there are more CAs below it than it allows. */
function isTooHigh({ certificate: { basicConstraintsValid, maxPathLen } }: Holding, below: number): boolean {
  return basicConstraintsValid && maxPathLen >= 0n && BigInt(below) > maxPathLen;
}
