import type { RequestShapeRules } from "../../../cfssl/csr/shape.js";
import { equalBytes } from "../../../go/bytes.js";
import { takeInventory } from "../../inventory/inventory.js";
import { hasSigned } from "../../inventory/signed-by.js";
import type { SourceTree } from "../../inventory/tree.js";
import { schemaOf } from "../init/start.js";
import type { Writable } from "../json-text.js";
import { EnsureError } from "../manifest/errors.js";
import { type Candidate, candidatesFor } from "./candidates.js";
import { type Config, deriveProfiles, findConfigs, inlineConfig, profilesFor } from "./configs.js";
import { keyOfSpki, lifetimeOf } from "./derive.js";
import { type Draft, rowOf } from "./draft.js";
import { type Grouped, groupRows, type PlainRow, plainRows } from "./group.js";
import { findPairs, type LeftOut, type Pair, type Pairs } from "./pairs.js";
import { findOrigins, type Origins } from "./requests.js";
import { createTrial, isOnlyDue, type Trial, type TrialContext, type Verdict } from "./trial.js";

/** A folder as a manifest. */
export interface Taken {
  readonly manifest: Writable;
  /** Certificates and keys that no row stands for. */
  readonly leftOut: readonly LeftOut[];
  /** Certificates that end soon: the next run renews them. */
  readonly due: readonly string[];
  /** Certificates that differ from their request, which the rows say. */
  readonly differing: readonly Differing[];
}

/**
 * The manifest of a folder whose certificates were made by hand or by a script: with it, ensure has nothing to do there
 * but what is due. Each row is tried on the files before it counts.
 *
 * @throws EnsureError if there is nothing that a row could stand for
 */
export async function takeOver(tree: SourceTree, trialContext: TrialContext): Promise<Taken> {
  const { rules } = trialContext.context;
  const inventory = await takeInventory(tree, { parser: rules.parser, keys: rules });
  const { authorities, leaves, keys, leftOut: unnamed, layout } = findPairs(inventory);
  const [config = null] = findConfigs(
    inventory,
    leaves.map(({ certificate }) => certificate),
  );
  const work: Work = {
    trial: createTrial(tree, trialContext),
    origins: findOrigins(inventory, rules satisfies RequestShapeRules),
    ...{ config, layout },
    derived: deriveProfiles(config?.profiles.keys() ?? []),
    cas: new Map(),
    rows: [],
    leftOut: [...unnamed],
    differing: [],
  };
  await takeAuthorities(authorities, work);
  for (const pair of leaves) await takeLeaf(pair, work);
  const pairs = new Map<string, Writable>();
  for (const { name, files, path, spki } of keys) {
    const key = keyOfSpki(spki);
    if (key) pairs.set(name, { key, files });
    else work.leftOut.push({ path, why: "cfssl makes no keys of its kind" });
  }
  const { cas, rows, leftOut, differing } = work;
  if (cas.size + pairs.size === 0) throw nothingError(leftOut);
  const drafts = new Map([...cas].map(([name, { draft }]) => [name, draft]));
  const grouped = manifestOf(work, drafts, groupRows(rows), pairs);
  const plain = manifestOf(work, drafts, plainRows(rows), pairs);
  const ofGrouped = await work.trial(grouped);
  const isFine = isKept(ofGrouped);
  const verdict = isFine ? ofGrouped : await work.trial(plain);
  if ("refusal" in verdict) throw new EnsureError(`-from: ${verdict.refusal}`);
  const [copies, others] = [leftOut.filter(isCopy), leftOut.filter((each) => !isCopy(each))];
  return {
    manifest: isFine ? grouped : plain,
    ...{ leftOut: [...others, ...copies], due: dueIn(verdict), differing },
  };
}

/** A certificate that has not the hosts or the name of its request. */
export interface Differing {
  readonly name: string;
  readonly path: string;
  readonly request: string;
}

interface Work {
  readonly trial: Trial;
  readonly origins: Origins;
  readonly config: Config | null;
  readonly layout: Pairs["layout"];
  readonly derived: ReturnType<typeof deriveProfiles>;
  /** The CAs that have a row, each after its own. */
  readonly cas: Map<string, { readonly pair: Pair; readonly draft: Draft }>;
  readonly rows: PlainRow[];
  readonly leftOut: LeftOut[];
  readonly differing: Differing[];
}

function nothingError(leftOut: readonly LeftOut[]): EnsureError {
  const [first] = leftOut;
  const found = first
    ? `the first of ${leftOut.length} that were found is ${first.path}: ${first.why}`
    : "there is none";
  return new EnsureError(`-from: it needs the certificate of a CA in a file, and its key in another; ${found}`);
}

/** Roots first, then what they signed. */
async function takeAuthorities(authorities: readonly Pair[], work: Work): Promise<void> {
  const isRoot = ({ certificate }: Pair) => equalBytes(certificate.rawSubject, certificate.rawIssuer);
  const ways = new Map(authorities.map((pair) => [pair, isRoot(pair)]));
  let waiting = [...authorities].sort((a, b) => Number(isRoot(b)) - Number(isRoot(a)));
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const pair of waiting) {
      const parent = ways.get(pair) ? null : await signerOf(pair, work);
      const isForeign = !ways.get(pair) && parent === null;
      // One that another CA of the folder may have signed waits for it.
      if (isForeign && waiting.some((each) => each !== pair && isNamed(each, pair))) continue;
      waiting = waiting.filter((each) => each !== pair);
      await take(pair, "ca", parent, work);
      isChanged = true;
    }
  }
  for (const pair of waiting) work.leftOut.push({ path: pair.path, why: "no CA in the folder signed it" });
}

function isNamed(ca: Pair, { certificate }: Pair): boolean {
  return equalBytes(ca.certificate.rawSubject, certificate.rawIssuer);
}

async function takeLeaf(pair: Pair, work: Work): Promise<void> {
  const ca = await signerOf(pair, work);
  if (ca !== null) return take(pair, "certificate", ca, work);
  const why = "no CA that has a row signed it";
  work.leftOut.push({ path: pair.path, why });
}

/** The CA that signed a certificate; one with its key, if there are several. */
async function signerOf(pair: Pair, { cas }: Work): Promise<string | null> {
  let found: string | null = null;
  for (const [name, { pair: ca }] of cas) {
    if (ca === pair || !isNamed(ca, pair) || !(await hasSigned(ca.certificate, pair.certificate))) continue;
    if (ca.hasKey) return name;
    found ??= name;
  }
  return found;
}

/** Finds the row for a certificate. */
async function take(pair: Pair, kind: "ca" | "certificate", ca: string | null, work: Work): Promise<void> {
  const { config, derived, origins } = work;
  const calls = origins.callsFor(pair);
  const called = calls.find(({ profile }) => profile !== "")?.profile ?? "";
  const profiles = ca === null || !config ? [] : profilesFor(pair.certificate, config, called, pair.name);
  const sources = origins.sourcesFor(pair, ca === null);
  const own = candidatesFor(pair, ca, profiles, sources, calls);
  let why = "";
  // Without a configuration, cfssl signs for a year.
  const isUsual = config === null && lifetimeOf(pair.certificate) === "8760h";
  for (const candidate of ca === null || profiles.length > 0 || isUsual ? own : []) {
    why = await tryOut(pair, kind, candidate, work);
    if (why === "") return accept(pair, kind, candidate, work);
  }
  if (ca !== null) {
    for (const candidate of candidatesFor(pair, ca, [derived.nameFor(pair.certificate)], sources, calls)) {
      why = await tryOut(pair, kind, candidate, work);
      if (why === "") return accept(pair, kind, candidate, work);
    }
  }
  work.leftOut.push({ path: pair.path, why });
}

/** Why a row does not stand for a certificate; "" if it does. */
async function tryOut(pair: Pair, kind: "ca" | "certificate", { draft }: Candidate, work: Work): Promise<string> {
  const chain = new Map<string, Draft>();
  for (let name = draft.ca; name !== null && !chain.has(name); ) {
    const ca = work.cas.get(name);
    if (!ca) break;
    chain.set(name, ca.draft);
    name = ca.draft.ca;
  }
  const row = { name: pair.name, draft, certificate: pair.certificate };
  if (kind === "ca") chain.set(pair.name, draft);
  const verdict = await work.trial(manifestOf(work, chain, plainRows(kind === "ca" ? [] : [row]), new Map()));
  if ("refusal" in verdict) return verdict.refusal.replace(/^pki\.json: (?:(?:cas|certificates)\S*: )?/, "");
  const reasons = verdict.reasons.get(pair.name) ?? [];
  return isOnlyDue(reasons) ? "" : `no row says what it is: ${reasons.join("; ")}`;
}

function accept(pair: Pair, kind: "ca" | "certificate", { draft, differing }: Candidate, work: Work): void {
  if (kind === "ca") work.cas.set(pair.name, { pair, draft });
  else work.rows.push({ name: pair.name, draft, certificate: pair.certificate });
  if (differing !== null) work.differing.push({ name: pair.name, path: pair.path, request: differing });
}

function manifestOf(
  { config, derived, layout }: Pick<Work, "config" | "derived" | "layout">,
  cas: ReadonlyMap<string, Draft>,
  { nodes, certificates, profiles: others }: Grouped,
  keys: ReadonlyMap<string, Writable>,
): Writable {
  const drafts = [...cas.values()];
  const profiles = new Set([...drafts.map(({ profile }) => profile), ...others]);
  const isDerived = [...profiles].some((profile) => derived.all.has(profile));
  const isSigned = certificates.size > 0 || drafts.some(({ ca }) => ca !== null);
  const inline = isDerived ? inlineConfig(config, profiles, derived) : undefined;
  return {
    ...schemaOf(),
    config: inline ?? (isSigned ? config?.path : undefined),
    files: layout === "pem" ? undefined : layout,
    nodes: nodes.size > 0 ? nodes : undefined,
    cas: cas.size > 0 ? new Map([...cas].map(([name, draft]) => [name, rowOf(draft)])) : undefined,
    certificates: certificates.size > 0 ? certificates : undefined,
    keys: keys.size > 0 ? keys : undefined,
  };
}

/** Nobody misses a row for a copy. */
function isCopy({ why }: LeftOut): boolean {
  return why.startsWith("the same ");
}

function isKept(verdict: Verdict): boolean {
  return "reasons" in verdict && [...verdict.reasons.values()].every(isOnlyDue);
}

function dueIn({ reasons }: Extract<Verdict, { readonly reasons: unknown }>): readonly string[] {
  return [...reasons].flatMap(([name, why]) => (why.length > 0 ? [name] : []));
}
