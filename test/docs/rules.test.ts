import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rulesPage } from "../../scripts/rules/page.js";
import { rules } from "../../src/addons/check/check.js";
import { projectFolder } from "../support/contents.js";

const page = readFileSync(join(projectFolder, "docs", "rules.md"), "utf8");

test("docs/rules.md is what node scripts/rules.mjs makes of the rules", () => {
  expect(page).toBe(rulesPage());
});

test("every rule has one section, and no id is given twice", () => {
  const ids = rules.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, id]) => id)).toEqual(ids);
});

/** Ids are API: people write them into -ignore. A new one is added here, and none is ever taken away. */
const published = `
  file-empty pem-truncated pem-bom pem-utf16 cert-is-csr cert-key-swapped key-mismatch ca-key-mismatch chain-order
  sa-keys-differ sa-pair-mismatch leaf-expired leaf-not-yet-valid expiring-soon ca-expired ca-expiring-soon
  leaf-outlives-ca ca-not-ca ca-no-cert-sign pathlen-violated chain-missing-intermediate wrong-ca front-proxy-wrong-ca
  kubeconfig-wrong-ca subject-equals-ca duplicate-serial weak-signature eku-server-missing eku-client-missing
  eku-etcd-server-no-client eku-peer-one-sided eku-none san-placeholder san-is-url san-is-cidr san-has-space
  san-has-port san-trailing-dot san-octet-out-of-range san-empty san-ip-in-cn-only san-missing-service-ip
  san-missing-service-name san-missing-node-ip san-missing-vip san-missing-localhost kubeconfig-wrong-server kubelet-cn
  kubelet-o scheduler-cn controller-manager-cn proxy-cn admin-no-masters front-proxy-cn kubeconfig-missing-file
  ca-key-on-node key-encrypted ed25519-label key-world-readable weak-key json-broken profile-missing usage-unknown
  request-changed`;

test("the ids are those that were published", () => {
  const ids = rules.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect(new Set(ids)).toEqual(new Set(published.trim().split(/\s+/)));
});
