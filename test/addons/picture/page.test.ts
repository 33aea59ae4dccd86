import { createHash } from "node:crypto";
import { type CheckReport, check, drawReport } from "../../../src/index.js";
import { type Element, elementsOf, readMarkup, textOf } from "../../support/markup.js";
import { cleanFolders, faultyFolders } from "../support/zoo.js";
import { authority, certificate, finding, many, report } from "./reports.js";

interface Page {
  readonly text: string;
  readonly all: readonly Element[];
}

function pageOf(given: CheckReport): Page {
  const text = drawReport(given, { title: "t" });
  return { text, all: elementsOf(readMarkup(text)) };
}

const named = ({ all }: Page, name: string) => all.filter((element) => element.name === name);
const withClass = ({ all }: Page, word: string) =>
  all.filter(({ attributes }) => attributes["class"]?.split(" ").includes(word));
const idsOf = ({ all }: Page) => all.flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]));

/** Everything that must be true of every page. */
function expectSound(page: Page): void {
  const ids = new Set(idsOf(page));
  expect(idsOf(page)).toHaveLength(ids.size);
  const links = page.all.flatMap(({ attributes: { href } }) => (href === undefined ? [] : [href]));
  expect(links.filter((link) => !link.startsWith("#") || !ids.has(link.slice(1)))).toEqual([]);
  const labels = page.all.flatMap(({ attributes }) => attributes["aria-labelledby"]?.split(" ") ?? []);
  expect(labels.filter((label) => !ids.has(label))).toEqual([]);
  const names = new Set(page.all.map(({ name }) => name));
  for (const name of ["script", "iframe", "img", "link", "object", "embed", "form", "base"]) {
    expect(names.has(name)).toBe(false);
  }
  const attributes = page.all.flatMap((element) => Object.keys(element.attributes));
  expect(attributes.filter((name) => /^(?:on|src|style$|xlink)/.test(name))).toEqual([]);
  const [html] = named(page, "html");
  expect(html?.attributes["lang"]).toBe("en");
  expect([named(page, "title").length > 0, named(page, "h1"), named(page, "main")]).toMatchObject([true, [{}], [{}]]);
  for (const table of named(page, "table")) expect(table.children[0]).toMatchObject({ name: "caption" });
  for (const svg of named(page, "svg")) {
    expect(
      svg.attributes["aria-hidden"] ?? svg.attributes["aria-label"] ?? svg.attributes["aria-labelledby"],
    ).toBeDefined();
  }
}

const every = [
  ...Object.entries(cleanFolders),
  ...Object.entries(faultyFolders).map(([name, [make]]) => [name, make] as const),
];

test.each(every)("the page of %s has every certificate and every finding, and links both ways", async (_, make) => {
  const { files, options } = await make();
  const made = await check(files, options);
  const page = pageOf(made);
  expectSound(page);
  const ids = idsOf(page);
  const numbers = new Set(made.files.flatMap(({ certificate: number }) => number ?? []));
  for (const number of numbers) {
    expect(ids).toContain(`c${number}`);
    expect(ids).toContain(`row-${number}`);
  }
  const marks = named(page, "a").filter(({ attributes }) => attributes["class"]?.startsWith("mark "));
  for (const [at, { files: about, message, mend }] of made.findings.entries()) {
    const article = page.all.find(({ attributes: { id } }) => id === `finding-${at + 1}`);
    expect(textOf(article ?? { name: "", attributes: {}, children: [] })).toContain(about[0]);
    expect(page.text).toContain(mend.text.slice(0, 10));
    expect(message.length).toBeGreaterThan(0);
    expect(marks.filter(({ attributes }) => attributes["href"] === `#finding-${at + 1}`).length).toBeGreaterThan(0);
    const back = elementsOf(article ?? { name: "", attributes: {}, children: [] }).filter(({ name }) => name === "a");
    expect(back.length).toBeGreaterThan(0);
  }
  for (const text of [page.text, drawReport(made, { as: "svg" }), drawReport(made, { as: "dot" })]) {
    expect(text).not.toContain("PRIVATE KEY");
  }
  expect(readMarkup(drawReport(made, { as: "svg" })).attributes).toMatchObject({
    role: "img",
    "aria-labelledby": "title desc",
  });
});

test("the page's policy admits its own style and nothing else", () => {
  const page = pageOf(many(3));
  const [style] = named(page, "style");
  const hash = createHash("sha256")
    .update(style ? textOf(style) : "")
    .digest("base64");
  const policies = named(page, "meta").filter(
    ({ attributes }) => attributes["http-equiv"] === "Content-Security-Policy",
  );
  expect(policies.map(({ attributes }) => attributes["content"])).toEqual([
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  ]);
  expect(page.text).not.toMatch(/url\(|@import|https?:/);
});

const hostile = "<script>alert(1)</script>\"'&\x1b[31m\n\u202egnp.\u2066\ufffe\ud800]]><!--";

test("what files say is escaped, wherever it stands", () => {
  const text = (name: string) => `${name}${hostile}`;
  const files = [
    authority(1, text("ca"), { subject: text("subject"), role: text("role") }),
    certificate(2, text("leaf"), { issuer: text("issuer"), signers: [], sans: [text("san")], keyFile: text("key") }),
    { path: text("unread"), kind: "unreadable" as const, reason: text("reason") },
    { path: text("request"), kind: "request" as const, subject: text("asked") },
  ];
  const found = finding(text("leaf"), {
    ...{ rule: text("rule"), files: [text("leaf"), text("ca"), text("other")], message: text("message") },
    ...{ expected: text("expected"), found: text("found"), seenAs: [text("seen")], usedBy: [text("user")] },
    mend: { text: text("mend"), commands: [text("command")] },
  });
  const use = { component: text("component"), setting: text("setting"), purpose: "key" as const, by: text("by") };
  const uses = [{ ...use, named: text("named"), missing: true as const }];
  const given = report(files, [found, finding(text("blamed"))], uses);
  const page = drawReport(given, { title: text("title") });
  expectSound({ text: page, all: elementsOf(readMarkup(page)) });
  const svg = drawReport(given, { as: "svg", title: text("title") });
  readMarkup(svg);
  for (const picture of [page, svg, drawReport(given, { as: "dot", title: text("title") })]) {
    expect(picture).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e\u2066\ufffe]/);
    expect(picture).toContain("\\u{202e}gnp");
  }
  for (const picture of [page, svg]) expect(picture).not.toContain("<script");
});

test("a CA that lies in many kubeconfigs is one box, and what is wrong with a kubeconfig is not its fault", () => {
  const names = ["ca.pem", "admin.conf", "kubelet.conf", "scheduler.conf"];
  const given = report(
    names.map((path) => authority(1, path)),
    [finding("kubelet.conf")],
  );
  const page = pageOf(given);
  expectSound(page);
  expect(
    withClass(page, "certificate").filter(({ attributes }) => attributes["class"]?.startsWith("box")),
  ).toHaveLength(1);
  expect(withClass(page, "file").some((box) => textOf(box).includes("kubelet.conf"))).toBe(true);
  expect(page.text).toContain("Also in 3 other files");
});

test("a signer that is not there and a file that is missing have dashed boxes with words", () => {
  const use = { component: "kubeconfig", setting: "client-key", purpose: "key" as const, by: "a.conf" };
  const given = report([certificate(1, "a.pem", { signers: [] })], [], [{ ...use, named: "/x.key", missing: true }]);
  const page = pageOf(given);
  const words = withClass(page, "box").map(textOf).join("\n");
  expect(words).toContain("unknown signer");
  expect(words).toContain("/x.key");
  expect(words).toContain("missing");
});

test("an expired certificate says so, and so does one that is not valid yet", () => {
  const page = pageOf(
    report([
      authority(1, "ca.pem"),
      certificate(2, "old.pem", { notAfter: "2026-11-20T12:00:00Z" }),
      certificate(3, "early.pem", { notBefore: "2026-12-08T12:00:00Z" }),
      certificate(4, "strange.pem", { notAfter: "never" }),
    ]),
  );
  expectSound(page);
  for (const words of ["expired 8 days ago", "valid in 10 days", "end unknown"]) expect(page.text).toContain(words);
});

test("CAs with one key name each other, and CAs that signed each other are drawn once", () => {
  const renewed = report([
    authority(1, "old.pem"),
    authority(2, "new.pem"),
    certificate(3, "a.pem", { signers: [1, 2] }),
  ]);
  expect(drawReport(renewed)).toContain("Same key as new.pem");
  const round = report([
    authority(1, "a.pem", { signers: [2] }),
    authority(2, "b.pem", { signers: [1] }),
    certificate(3, "leaf.pem", { signers: [2] }),
  ]);
  const page = pageOf(round);
  expectSound(page);
  expect(
    idsOf(page)
      .filter((id) => /^c\d+$/.test(id))
      .sort(),
  ).toEqual(["c1", "c2", "c3"]);
});

/** The height of the drawing. */
function heightOf(given: CheckReport): number {
  return Number(readMarkup(drawReport(given, { as: "svg" })).attributes["height"]);
}

test("500 certificates: those with findings have boxes, the others are folded and listed", () => {
  const given = many(500);
  const page = pageOf(given);
  expectSound(page);
  const ids = idsOf(page);
  for (const {
    files: [path],
  } of given.findings) {
    const number = given.files.find((file) => file.path === path)?.certificate;
    expect(ids).toContain(`c${number}`);
  }
  for (const { certificate: number } of given.files) expect(ids).toContain(`row-${number}`);
  expect(page.text).toContain("490 other certificates under ca.pem");
  expect(heightOf(given)).toBeLessThan(2000);
});

test.each([
  ["certificates of a CA", many(10_000)],
  [
    "certificates of no CA",
    report(
      Array.from({ length: 10_000 }, (_, at) => certificate(at, `${at}.pem`, { signers: [], issuer: `CN=${at}` })),
    ),
  ],
  ["CAs", report(Array.from({ length: 10_000 }, (_, at) => authority(at, `${at}.pem`)))],
  [
    "CAs in a chain",
    report(Array.from({ length: 10_000 }, (_, at) => authority(at, `${at}.pem`, { signers: [Math.max(at - 1, 0)] }))),
  ],
  [
    "findings",
    report(
      [authority(1, "ca.pem")],
      Array.from({ length: 10_000 }, () => finding("ca.pem")),
    ),
  ],
  [
    "other files",
    report(
      [authority(1, "ca.pem")],
      Array.from({ length: 10_000 }, (_, at) => finding(`${at}.json`)),
    ),
  ],
])("10,000 %s make a page of a bounded size that says what it leaves out", (_, given) => {
  const page = pageOf(given);
  expectSound(page);
  expect(page.text.length).toBeLessThan(3_000_000);
  expect(page.text).toContain("not shown here");
  expect(heightOf(given)).toBeLessThan(10_000);
  expect(drawReport(given, { as: "dot" }).length).toBeLessThan(100_000);
});

test("names of a megabyte do not fill the page", () => {
  const long = "x".repeat(1 << 20);
  const given = report([authority(1, long, { subject: long, sans: [long] })], [finding(long, { message: long })]);
  expect(drawReport(given).length).toBeLessThan(200_000);
});
