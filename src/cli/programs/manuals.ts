import { v165 } from "../../release/v1-6-5.js";
import { commands } from "../commands/index.js";
import { flagsNamed } from "../flags.js";
import { type Edition, type Manual, renderManual } from "../help/manual.js";
import type { HelpPage, HelpRow } from "../help/page.js";
import { commandPage, topPage } from "./cfssl.js";
import { bundlePage } from "./cfssl-bundle.js";
import { certinfoFlagTexts, certinfoPage } from "./cfssl-certinfo.js";
import { newkeyPage } from "./cfssl-newkey.js";
import { cfssljsonPage } from "./cfssljson.js";
import { mkbundlePage } from "./mkbundle.js";
import { multirootcaPage } from "./multirootca.js";

/*
 * The manual pages, made from the help pages. The texts that only manual pages have are here, since only the build
 * needs them.
 */

const wrongFlags: HelpRow = ["2", "Wrong flags, a wrong CFSSL_COMPAT, or an input on which upstream crashes"];
const ourFault: HelpRow = ["70", "A bug in cfssl-ts: please report it"];
const failure = "Failure: for example, an input cannot be read or is refused";
const exitStatus: readonly HelpRow[] = [["0", "Success, or help"], ["1", failure], wrongFlags, ourFault];
const topExitStatus: readonly HelpRow[] = exitStatus.map(([code, text]) => [
  code,
  text === failure ? `${failure}, or a command is not available yet` : text,
]);
const missingCa: HelpRow = [
  "0",
  "Success, or help. As in upstream, this is also the exit code if -ca or -ca-key is missing, and then " +
    "there is no output",
];
const certinfoStatus: readonly HelpRow[] = [
  ["0", "Success, help, and most errors: look at the output. `cfssl certinfo` exits with 1 after an error"],
  wrongFlags,
  ourFault,
];

const smallStatus: readonly HelpRow[] = [
  ["0", "Success, help, and errors of the input, as upstream's: look at the output"],
  wrongFlags,
  ourFault,
];

const environment: readonly HelpRow[] = [
  ["CFSSL_COMPAT", "1.2 makes the programs behave like cfssl 1.2.0; the default is 1.6.5"],
  ["COLUMNS", "width of help, if it is less than the terminal's"],
];
const timeZone: HelpRow = ["TZ", "time zone of the log lines"];

const files: readonly HelpRow[] = [
  ["ca-config.json", "usual name of the signing configuration that -config takes"],
  ["ca-csr.json", "usual name of the request for a new CA"],
  ["ca.pem, ca-key.pem", "usual names of the CA's certificate and private key, as `cfssljson -bare ca` writes them"],
];

/** The manual pages by file name: `cfssl-gencert.1`. */
export async function renderManuals(edition: Edition): Promise<ReadonlyMap<string, string>> {
  const pages: HelpPage[] = [];
  for (const [name, row] of Object.entries(commands)) {
    if (row.load) pages.push(commandPage(name, row, await row.load()));
  }
  // The pages of these commands would have the names of the programs' pages.
  const certinfo = pages.find(({ name }) => manualName(name) === "cfssl-certinfo");
  const bundle = pages.find(({ name }) => manualName(name) === "cfssl-bundle");
  const others = pages.filter((page) => page !== certinfo && page !== bundle);
  const all = [
    topManual(pages),
    ...others.map(commandManual),
    manualOf(cfssljsonPage, ["cfssl"]),
    manualOf(multirootcaPage, ["cfssl"]),
    {
      ...manualOf({ ...certinfoPage, flags: flagsNamed(v165.certinfoFlags, certinfoFlagTexts) }, ["cfssl"]),
      exitStatus: certinfoStatus,
      environment: [...environment, timeZone],
      ...(certinfo ? { variant: certinfo } : {}),
    },
    { ...smallManual(bundlePage()), ...(bundle ? { variant: bundle } : {}) },
    smallManual(newkeyPage()),
    smallManual(mkbundlePage()),
  ];
  return new Map(all.map((manual) => [`${manual.name}.1`, renderManual(manual, edition)]));
}

function manualName(name: string): string {
  return name.replaceAll(" ", "-");
}

function manualOf(page: HelpPage, seeAlso: readonly string[]): Manual {
  const name = manualName(page.name);
  const logs = page.flags.some((flag) => flag.name === "loglevel");
  return {
    ...{ name, page, exitStatus: page.exitStatus ?? exitStatus, files: page.files ?? [], seeAlso },
    environment: [...(page.environment ?? []), ...environment, ...(logs ? [timeZone] : [])],
  };
}

/** The page of a program that succeeds also after an error. */
function smallManual(page: HelpPage): Manual {
  const manual = manualOf(page, ["cfssl", "cfssljson"]);
  return { ...manual, exitStatus: smallStatus, environment: [...environment, timeZone] };
}

function topManual(pages: readonly HelpPage[]): Manual {
  const rows = new Map(pages.flatMap(({ environment = [] }) => environment));
  const names = pages.map(({ name }) => manualName(name));
  return {
    ...manualOf(topPage(v165), [...names, "cfssljson"]),
    exitStatus: topExitStatus,
    environment: [...environment, timeZone, ...rows],
    files,
    pageOf: (command) => manualName(`cfssl ${command}`),
  };
}

function commandManual(page: HelpPage): Manual {
  const manual = manualOf(page, ["cfssl", "cfssljson"]);
  const signs = page.flags.some(({ name }) => name === "ca-key");
  return signs ? { ...manual, exitStatus: [missingCa, ...exitStatus.slice(1)] } : manual;
}
