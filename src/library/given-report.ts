import type { CheckReport, CheckSummary, ReportedFile, ReportedFinding } from "../addons/check/report.js";
import type { ReportedUse } from "../addons/check/report-uses.js";
import { type Given, givenList, givenMembers, givenText, type Members, wrongKind } from "./argument.js";

/** Reads the report of a check, which may come out of a file. Members that it may lack may be missing. */
export function givenReport(given: Given): CheckReport {
  const { member } = givenMembers(given, `${given.name}.`);
  if (member("version").value !== 1) throw new RangeError(`${given.name}.version must be 1`);
  const at = givenText(member("at"));
  if (Number.isNaN(Date.parse(at)))
    throw new RangeError(`${given.name}.at must be a time such as 2027-01-31T12:00:00Z`);
  return {
    ...{ version: 1, at },
    findings: listOf(member("findings"), readFinding),
    files: listOf(member("files"), readFile),
    uses: optional(member("uses"), (uses) => listOf(uses, readUse)) ?? [],
    summary: readSummary(member("summary")),
  };
}

function readFinding(given: Given): ReportedFinding {
  const { member } = givenMembers(given, `${given.name}.`);
  const mend = member("mend");
  const { member: mendMember } = givenMembers(mend, `${mend.name}.`);
  return {
    ...{ rule: givenText(member("rule")), severity: oneOf(member("severity"), ["error", "warning"]) },
    ...{ files: textsOf(member("files")), message: givenText(member("message")) },
    ...textMembers({ member }, ["expected", "found", "role"]),
    seenAs: textsOf(member("seenAs")),
    mend: { text: givenText(mendMember("text")), commands: textsOf(mendMember("commands")) },
    usedBy: textsOf(member("usedBy")),
  };
}

const kinds = ["certificate", "ca", "key", "public-key", "request", "kubeconfig", "unreadable"] as const;

function readFile(given: Given): ReportedFile {
  const { member } = givenMembers(given, `${given.name}.`);
  const certificate = optional(member("certificate"), givenNumber);
  const signers = optional(member("signers"), (list) => listOf(list, givenNumber));
  const [sans, usedBy] = [optional(member("sans"), textsOf), optional(member("usedBy"), textsOf)];
  return {
    ...{ path: givenText(member("path")), kind: oneOf(member("kind"), kinds) },
    ...textMembers({ member }, ["role", "subject", "issuer", "serial", "notBefore", "notAfter"]),
    ...textMembers({ member }, ["signedBy", "keyFile", "reason"]),
    ...(certificate === undefined ? {} : { certificate }),
    ...(signers === undefined ? {} : { signers }),
    ...(sans === undefined ? {} : { sans }),
    ...(usedBy === undefined ? {} : { usedBy }),
  };
}

const purposes = [
  ...(["certificate", "key", "chain", "trust", "signing-certificate", "signing-key"] as const),
  ...(["token-verification", "token-signing", "kubeconfig"] as const),
];

function readUse(given: Given): ReportedUse {
  const { member } = givenMembers(given, `${given.name}.`);
  return {
    ...{ component: givenText(member("component")), setting: givenText(member("setting")) },
    ...{ purpose: oneOf(member("purpose"), purposes), named: givenText(member("named")), by: givenText(member("by")) },
    ...textMembers({ member }, ["role", "path"]),
    ...(member("missing").value === true ? { missing: true } : {}),
  };
}

function readSummary(given: Given): CheckSummary {
  const { member } = givenMembers(given, `${given.name}.`);
  const count = (name: keyof CheckSummary) => givenNumber(member(name));
  return {
    ...{ certificates: count("certificates"), cas: count("cas"), keys: count("keys") },
    ...{ kubeconfigs: count("kubeconfigs"), errors: count("errors"), warnings: count("warnings") },
  };
}

function listOf<T>(given: Given, read: (item: Given) => T): readonly T[] {
  return givenList(given, "an array", read);
}

function textsOf(given: Given): readonly string[] {
  return givenList(given, "an array of strings", (item) => givenText(item));
}

function optional<T>(given: Given, read: (given: Given) => T): T | undefined {
  return given.value === undefined ? undefined : read(given);
}

/** Those of some text members that there are. */
function textMembers<Name extends string>(
  { member }: Pick<Members, "member">,
  names: readonly Name[],
): { readonly [Each in Name]?: string } {
  const found: { [Each in Name]?: string } = {};
  for (const name of names) {
    const text = optional(member(name), (given) => givenText(given));
    if (text !== undefined) found[name] = text;
  }
  return found;
}

function givenNumber(given: Given): number {
  const { value } = given;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw wrongKind(given, "a whole number");
  return value;
}

function oneOf<const Word extends string>(given: Given, words: readonly Word[]): Word {
  const text = givenText(given);
  const word = words.find((each) => each === text);
  if (word === undefined) throw new RangeError(`${given.name} must be one of ${words.join(", ")}`);
  return word;
}
