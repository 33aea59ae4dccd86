import type { Holding } from "../../inventory/graph.js";
import { appendCertificate } from "../mend/chain.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { filesOf, type Scene } from "../scene/scene.js";

const unknownAuthority = "x509: certificate signed by unknown authority";

/** Servers that do not send the CAs between them and the root. */
export const chains: Rule = {
  rows: [
    {
      id: "chain-missing-intermediate",
      severity: "error",
      means:
        "A certificate was signed by an intermediate CA, and its file does not hold the intermediate's certificate. Who trusts the root alone cannot join the two.",
      seen: ["x509: certificate signed by unknown authority", "unable to get local issuer certificate"],
      proof: "A Go 1.19 client, kubectl 1.32, curl 7.88 and OpenSSL 3.0 refused the server.",
      mend: "Append the certificate of the intermediate to the file.",
    },
  ],
  find: (scene) => [...findChainGaps(scene)],
};

/** Certificates whose file lacks the CA between them and the root. */
export function findChainGaps(scene: Scene): Finding[] {
  return scene.leaves.flatMap((leaf): Finding[] => {
    const { holding } = leaf;
    const [issuer] = holding.issuers;
    const used = leaf.parts.filter(
      ({ source, use }) => (source === "use" && use?.role !== "other") || source === "kubeconfig",
    );
    if (!issuer || issuer.isSelfSigned || used.length === 0) return [];
    // A renewed CA has several certificates, of which one is enough.
    const places = holding.issuers.flatMap((each) => each.places);
    const isTrusted = places.some(
      ({ path, member }) => scene.trustedPaths.has(path) || member.startsWith("certificate-authority-data"),
    );
    const isSent = used.some(
      ({ use }) => use && sentWith(use.by, scene).some((each) => holding.issuers.includes(each)),
    );
    if (isTrusted || isSent) return [];
    // certbot keeps the certificate alone beside the file with the chain: the one that is used counts.
    const shown = holding.places.filter(({ path, member }) =>
      used.some(({ use, kubeconfig }) => {
        if (use) return use.path === path && member === "";
        if (!kubeconfig) return member === "";
        const { data, file } = kubeconfig.clientCertificate;
        return data ? kubeconfig.path === path : path === scene.inventory.finder.find(file, kubeconfig.path);
      }),
    );
    const place = shown.find(
      ({ path, member }) => !places.some((each) => path === each.path && member === each.member),
    );
    if (!place) return [];
    const name = issuer.certificate.subject.commonName;
    const [from = "intermediate.pem"] = filesOf(issuer);
    return [
      {
        rule: "chain-missing-intermediate",
        severity: "error",
        files: [place.path],
        message: `"${name}" signed it, and is no root. Its certificate has to follow in this file; it is in ${from}.`,
        seenAs: [unknownAuthority, "unable to get local issuer certificate", "unable to verify the first certificate"],
        mend: {
          text: `add the certificate of "${name}" behind the server's`,
          commands: appendCertificate(place.path, issuer, scene),
        },
      },
    ];
  });
}

/** The CAs in the files that a configuration names for sending them: Apache's SSLCertificateChainFile. */
function sentWith(by: string, scene: Scene): readonly Holding[] {
  const chains = scene.uses.filter((use) => use.purpose === "chain" && use.by === by);
  return chains.flatMap(({ path }) => (path === null ? [] : scene.certificatesIn(path)));
}
