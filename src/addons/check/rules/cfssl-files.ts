import { parseUsages } from "../../../cfssl/config/usages.js";
import { formatIp, parseIp } from "../../../go/net.js";
import type { RequestFile } from "../../inventory/cfssl-files.js";
import type { Inventory } from "../../inventory/inventory.js";
import { decodeText } from "../../inventory/text.js";
import { baseName } from "../../inventory/tree.js";
import { correctCommas } from "../mend/json.js";
import { reissue } from "../mend/reissue.js";
import { correctProfile, correctUsage } from "../mend/settings.js";
import { word } from "../mend/shell.js";
import type { Finding } from "../scene/finding.js";
import type { Rule } from "../scene/rule.js";
import { filesOf, type Leaf, type Scene } from "../scene/scene.js";
import { hostsOf, join } from "../scene/words.js";

/** Requests, configurations and scripts, and what does not agree with them. */
export const cfsslFiles: Rule = {
  rows: [
    {
      id: "json-broken",
      severity: "error",
      means: "A request or a configuration for cfssl is no JSON: a comma is missing or one is too many.",
      seen: ["invalid character"],
      proof: "cfssl 1.6.5 did not read it.",
      mend: "Correct it; python3 -m json.tool FILE shows where.",
    },
    {
      id: "profile-missing",
      severity: "error",
      means:
        "A script asks for a profile that the configuration does not have. cfssl takes the default profile without a word.",
      seen: ['{"code":5100,"message":"Invalid policy: no key usage available"}'],
      proof: "cfssl 1.6.5 did not sign, as the default profile had no usages.",
      mend: "Correct the name of the profile.",
    },
    {
      id: "usage-unknown",
      severity: "error",
      means: "A profile has a usage that cfssl does not know. cfssl drops it without a word.",
      seen: ["x509: certificate specifies an incompatible key usage"],
      proof: "cfssl 1.6.5 dropped it, and a Go 1.19 server refused the client.",
      mend: 'Write the usage as cfssl does: with blanks, like "client auth".',
    },
    {
      id: "request-changed",
      severity: "warning",
      means:
        "A request has hosts or a name that its certificate does not have: it was changed after the certificate was issued.",
      seen: [],
      proof: null,
      mend: "Issue the certificate again from the request.",
    },
  ],
  find: (scene) => [...broken(scene), ...profiles(scene), ...words(scene), ...changed(scene)],
};

function broken({ inventory }: Scene): Finding[] {
  return inventory.brokenJson.map(({ path }) => ({
    rule: "json-broken",
    severity: "error",
    files: [path],
    message: "It is no JSON: usually a comma is missing, or one is too many.",
    seenAs: ["invalid character", "Failed to parse input: unexpected end of JSON input"],
    mend: correctedJson(path, inventory),
  }));
}

function correctedJson(path: string, { tree }: Inventory): Finding["mend"] {
  const bytes = tree.files.find((file) => file.path === path)?.bytes;
  const commands = correctCommas(path, (bytes && decodeText(bytes)?.text) ?? "");
  return { text: "correct it", commands: commands.length > 0 ? commands : [`python3 -m json.tool ${word(path)}`] };
}

function profiles({ inventory }: Scene): Finding[] {
  const found = new Map<string, Finding>();
  for (const { path, line, profile, config } of inventory.calls) {
    const configPath = config === "" ? null : inventory.finder.find(config, path);
    const known = inventory.configs.find((each) => each.path === configPath);
    if (profile === "" || /\$/.test(profile) || !known) continue;
    const names = known.profiles.flatMap(({ name }) => (name === "" ? [] : [name]));
    if (names.includes(profile)) continue;
    found.set(`${path} ${profile}`, {
      rule: "profile-missing",
      severity: "error",
      files: [path, known.path],
      message: `Line ${line} says -profile=${profile}, which ${known.path} does not have. cfssl then takes the default profile without a word.`,
      expected: names.join(", "),
      found: profile,
      seenAs: ['{"code":5100,"message":"Invalid policy: no key usage available"}'],
      mend: { text: "correct the name of the profile", commands: correctProfile(path, profile, names) },
    });
  }
  return [...found.values()];
}

function words({ inventory }: Scene): Finding[] {
  return inventory.configs.flatMap(({ path, profiles: all }): Finding[] => {
    const unknown = all.flatMap(({ name, usages }) =>
      parseUsages(usages, { contentCommitmentWord: "content commitment" }).unknown.map((word) => ({ name, word })),
    );
    if (unknown.length === 0) return [];
    const said = unknown.map(
      ({ name, word }) => `"${word}" in ${name === "" ? "the default profile" : `the profile ${name}`}`,
    );
    return [
      {
        rule: "usage-unknown",
        severity: "error",
        files: [path],
        message: `cfssl drops usages that it does not know: ${join(said)}.`,
        expected: unknown.map(({ word }) => word.replace(/[_-]/g, " ").toLowerCase()).join(", "),
        found: unknown.map(({ word }) => word).join(", "),
        seenAs: [
          "x509: certificate specifies an incompatible key usage",
          "tls: failed to verify client certificate: x509: certificate specifies an incompatible key usage",
        ],
        mend: {
          text: 'write the usage with blanks, such as "client auth", and issue the certificates again',
          commands: unknown.flatMap(({ word }) => correctUsage(path, word)),
        },
      },
    ];
  });
}

/** Requests that were changed after their certificate was issued. */
function changed(scene: Scene): Finding[] {
  return scene.inventory.requestFiles.flatMap((request): Finding[] => {
    const leaf = certificateFor(request, scene);
    if (!leaf) return [];
    const { certificate } = leaf.holding;
    const own = new Set(hostsOf(certificate).map(normalizeHost));
    const missing = request.hosts.filter((host) => !own.has(normalizeHost(host)));
    const [path = ""] = filesOf(leaf.holding);
    const isOtherName = request.commonName !== "" && request.commonName !== certificate.subject.commonName;
    if (missing.length === 0 && !isOtherName) return [];
    const what = missing.length > 0 ? join(missing) : `CN ${JSON.stringify(request.commonName)}`;
    return [
      {
        rule: "request-changed",
        severity: "warning",
        files: [path, request.path],
        message: `${request.path} has ${what}, and the certificate has not: it was issued before.`,
        mend: reissue(
          leaf.holding,
          {
            hosts: request.hosts.length > 0 ? request.hosts : hostsOf(certificate),
            ...(isOtherName ? { commonName: request.commonName } : {}),
          },
          "issue it again from the request",
          scene,
        ),
      },
    ];
  });
}

function normalizeHost(host: string): string {
  const address = parseIp(host);
  return address ? formatIp(address) : host.toLowerCase();
}

/** The certificate of `NAME-csr.json`: the only NAME.pem, or the one beside it. */
function certificateFor({ path, hasCaSection }: RequestFile, { leaves }: Scene): Leaf | null {
  const [, base] = /^(.+)-csr\.json$/.exec(baseName(path)) ?? [];
  if (base === undefined || hasCaSection) return null;
  const folder = path.slice(0, path.length - baseName(path).length);
  const named = leaves.filter(({ holding }) =>
    holding.places.some((place) => [`${base}.pem`, `${base}.crt`].includes(baseName(place.path))),
  );
  const beside = named.find(({ files }) => files.some((file) => file === `${folder}${base}.pem`));
  return beside ?? (named.length === 1 ? (named[0] ?? null) : null);
}
