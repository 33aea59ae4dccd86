import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { decodePem, encodePem } from "../../src/go/pem.js";
import { v120 } from "../../src/release/v1-2-0.js";
import { v165 } from "../../src/release/v1-6-5.js";
import { type Family, type FamilyName, families, fileOf, isFamilyName } from "../../test/support/corpus/cases.js";
import { type Answer, askOurs, refusalOf } from "../../test/support/corpus/ours.js";
import { mutate } from "../../test/support/der/mutate.js";
import { Random } from "../../test/support/der/random.js";
import { askProgram, programOf, type Version, versions } from "./oracle.js";
import { askParser } from "./refusals.js";

const releases = { "1.6.5": v165, "1.2.0": v120 } as const;

const { values: options } = parseArgs({
  options: {
    family: { type: "string", default: "certificates" },
    count: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    from: { type: "string" },
    shown: { type: "string", default: "10" },
  },
});

interface Case {
  readonly title: string;
  readonly file: Uint8Array;
  readonly der: Uint8Array | null;
}

const differences = await main();
process.exitCode = differences === 0 ? 0 : 1;

async function main(): Promise<number> {
  const name = options.family;
  if (!isFamilyName(name)) throw new Error(`no family ${name}: ${Object.keys(families).join(", ")}`);
  const cases = casesOf(name);
  let differences = 0;
  for (const version of versions) {
    const program = programOf(version);
    const rules = releases[version].certinfo;
    const { flag } = families[name];
    const theirs = await askProgram(
      program,
      flag,
      cases.map(({ file }) => file),
    );
    const ours = cases.map(({ file }) => askOurs(rules, flag, file));
    differences += report(`${version} ${name}`, cases, theirs, ours);
    if (name === "certificates") differences += await compareRefusals(version, cases);
  }
  return differences;
}

/**
 * The odd cases of the family; with --from, the files of a folder; with --count, so many mutations of the cases and the
 * files.
 */
function casesOf(name: FamilyName): Case[] {
  const family: Family = families[name];
  const odd = Object.entries(family.cases).map(([title, make]) => ({ title, input: make() }));
  const toCase = (title: string, input: Uint8Array) => ({
    title,
    file: fileOf(family, input),
    der: family.label === null ? null : input,
  });
  const count = Number(options.count);
  if (count === 0 && options.from === undefined) return odd.map(({ title, input }) => toCase(title, input));
  const found = options.from === undefined ? [] : filesOf(options.from);
  if (count === 0) return found;
  const seeds = [...odd.map(({ input }) => input), ...found.flatMap(({ der }) => der ?? [])];
  const random = new Random(Number(options.seed));
  return Array.from({ length: count }, (_, at) => {
    const der = mutate(random.pick(seeds), random.pick(seeds), random);
    return toCase(`mutation ${at} of seed ${options.seed}`, der);
  });
}

/** The files of a folder, and the DER in them, if they are DER or PEM of one block. */
function filesOf(folder: string): Case[] {
  const names = readdirSync(folder).filter((name) => /\.(pem|der|crt|cer|csr|crl|p7b)$/.test(name));
  return names.map((title) => {
    const bytes = readFileSync(join(folder, title));
    const block = decodePem(bytes)?.block;
    const der = block?.bytes ?? bytes;
    return { title, file: block === undefined ? encode(encodePem("CERTIFICATE", der)) : bytes, der };
  });
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function report(title: string, cases: readonly Case[], theirs: readonly Answer[], ours: readonly Answer[]): number {
  const differing = cases.flatMap((one, at) => {
    const [their, our] = [theirs[at], ours[at]].map((answer) => JSON.stringify(answer, null, 1));
    return their === our
      ? []
      : [`${one.title}\n${one.file.length < 4000 ? decode(one.file) : ""}theirs ${their}\nours ${our}\n`];
  });
  console.log(`${title}: ${cases.length} cases, ${differing.length} differences`);
  for (const difference of differing.slice(0, Number(options.shown))) console.log(difference);
  return differing.length;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Compares the certificate parser's own words, which certinfo hides. */
async function compareRefusals(version: Version, cases: readonly Case[]): Promise<number> {
  const asked = cases.flatMap(({ der }) => der ?? []);
  const theirs = await askParser(programOf(version), asked);
  const differing = asked.flatMap((der, at) => {
    const their = theirs[at] ?? null;
    const our = refusalOf(releases[version].certinfo, der);
    return their === null || their === our ? [] : [`${encodePem("CERTIFICATE", der)}theirs ${their}\nours ${our}\n`];
  });
  console.log(`${version} refusals: ${asked.length} cases, ${differing.length} differences`);
  for (const difference of differing.slice(0, Number(options.shown))) console.log(difference);
  return differing.length;
}
