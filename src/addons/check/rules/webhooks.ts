import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import type { Scene } from "../scene/scene.js";
import { leadsTo } from "../scene/trust.js";
import { isValidFor } from "./hosts.js";

/** Webhooks and extensions of the API server whose caBundle did not sign their server's certificate. */
export const webhooks: Rule = {
  rows: [],
  find: (scene) => bundlesOf(scene).flatMap(({ path, host, member }) => staleBundle(path, host, member, scene)),
};

function bundlesOf({ inventory }: Scene) {
  const found = inventory.certificates.flatMap(({ path, member, position }) => {
    const [, host] = /^caBundle:(.+)$/.exec(member) ?? [];
    return host === undefined || position > 0 ? [] : [{ path, host, member }];
  });
  return [...new Map(found.map((each) => [`${each.path} ${each.member}`, each])).values()];
}

function staleBundle(path: string, host: string, member: string, scene: Scene): Finding[] {
  const trusted = scene.certificatesIn(path, member);
  const servers = scene.leaves.filter(({ holding }) => isValidFor(holding.certificate, host));
  if (servers.length === 0 || servers.some(({ holding }) => leadsTo(holding, trusted))) return [];
  const files = servers.flatMap((leaf) => leaf.files);
  return [
    {
      rule: "wrong-ca",
      severity: "error",
      files: [path, ...files],
      message: `The API server dials ${host} and trusts the caBundle in it, which did not sign the certificate in ${files[0]}.`,
      expected: `the CA of ${files[0]}`,
      found: `"${trusted[0]?.certificate.subject.commonName}"`,
      seenAs: ["failed calling webhook", "x509: certificate signed by unknown authority"],
      mend: { text: "put the CA that signs the server's certificate into caBundle, in base64" },
    },
  ];
}
