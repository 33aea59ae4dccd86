import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drawReport } from "../../src/index.js";
import { authority, certificate, finding, many, report } from "../addons/picture/reports.js";
import { browser, printPage, visit } from "../support/browser.js";

/** Looks at a picture with a browser: is everything in its place, at three widths, at night, and on paper? */

const wide = "W".repeat(80);
const names = ["pki/a.pem", `${wide}.pem`, "証明書/文書.pem", "Ω-сертификат.pem", `deep/${"x/".repeat(60)}leaf.pem`];
const small = report(
  [
    authority(1, "pki/ca.pem", { subject: `CN=${wide}` }),
    authority(2, "pki/intermediate.pem", { signers: [1], notAfter: "2026-11-01T00:00:00Z" }),
    ...names.map((path, at) => certificate(10 + at, path, { signers: [2], subject: path, role: wide.slice(at * 20) })),
    certificate(20, "stranger.pem", { signers: [], issuer: wide }),
    certificate(21, "own.pem", { signers: [21] }),
  ],
  [
    ...Array.from({ length: 6 }, () => finding("pki/a.pem", { message: `${wide} ${"many words ".repeat(30)}` })),
    finding("pki/intermediate.pem", { files: ["pki/intermediate.pem", ...names], message: wide }),
    finding("kubelet.conf", { severity: "warning", expected: wide, found: wide, seenAs: [wide] }),
  ],
  [
    {
      ...{ component: wide, setting: `--${wide}`, purpose: "certificate" as const, role: wide, named: `/${wide}` },
      ...{ missing: true as const, by: "kubelet.conf" },
    },
  ],
);
const pages: Readonly<Record<string, string>> = { small: drawReport(small), many: drawReport(many(500)) };
const widths = [360, 768, 1280];

/** Measures the pages in frames of each width. The frames have no scripts; this page looks into them. */
const script = `
const inside = (inner, outer) =>
  inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;

function measure(frame) {
  const { document: page } = frame.contentWindow;
  const root = page.documentElement;
  const boxes = [...page.querySelectorAll(".box")];
  const rectOf = (element) => element.getBoundingClientRect();
  const frames = boxes.map((box) => rectOf(box.querySelector(".frame")));
  const notes = [...page.querySelectorAll(".note")].map(rectOf);
  const places = [...frames, ...notes];
  const overlaps = places.flatMap((a, at) => places.slice(at + 1).filter((b) => !apart(a, b))).length;
  const outside = boxes.flatMap((box, at) =>
    [...box.children].filter((child) => child.matches("text:not(.small), .mark")).filter((child) => !inside(rectOf(child), frames[at])),
  );
  const crossing = boxes.filter((box) => {
    const texts = [...box.querySelectorAll(":scope > text:not(.small)")].map(rectOf);
    return texts.some((a, at) => texts.slice(at + 1).some((b) => a.bottom > b.top + 4 && b.bottom > a.top + 4 && !apart(a, b)));
  });
  const drawing = rectOf(page.querySelector(".scroll"));
  const style = frame.contentWindow.getComputedStyle(root);
  return {
    overflow: root.scrollWidth - root.clientWidth,
    boxes: boxes.length,
    overlaps,
    outside: outside.map((each) => each.textContent),
    crossing: crossing.length,
    drawing: drawing.right <= root.clientWidth,
    colors: [style.backgroundColor, style.color, frame.contentWindow.getComputedStyle(page.querySelector(".frame")).fill],
    styled: page.styleSheets.length,
  };
}

const answer = {};
for (const [name, width] of JSON.parse(document.getElementById("frames").textContent)) {
  const frame = document.createElement("iframe");
  frame.width = width;
  frame.height = 800;
  const loaded = new Promise((resolve) => { frame.onload = resolve; });
  frame.src = "/" + name + ".html";
  document.body.append(frame);
  await loaded;
  answer[name + " " + width] = measure(frame);
}
await fetch("/result", { method: "POST", body: JSON.stringify(answer) });
`;

interface Measured {
  readonly overflow: number;
  readonly boxes: number;
  readonly overlaps: number;
  readonly outside: readonly string[];
  readonly crossing: number;
  readonly drawing: boolean;
  readonly colors: readonly string[];
  readonly styled: number;
}

const frames = Object.keys(pages).flatMap((name) => widths.map((width) => [name, width] as const));
const outer = `<!doctype html><body><script type="application/json" id="frames">${JSON.stringify(frames)}</script><script type="module">${script}</script>`;

const serve = (path: string) => {
  const text = path === "/index.html" ? outer : pages[path.slice(1).replace(/\.html$/, "")];
  return text === undefined ? null : { text, type: "text/html; charset=utf-8" };
};

if (!browser) console.log("picture: skipped, as there is no chromium");

(browser ? describe : describe.skip)("in a browser, the page of a report", () => {
  let folder = "";
  let day: Readonly<Record<string, Measured>> = {};
  let night: Readonly<Record<string, Measured>> = {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cfssl-ts-"));
    const given = { program: browser ?? "", profile: join(folder, "profile"), page: "/index.html", serve };
    day = await visit(given);
    night = await visit({ ...given, flags: ["--blink-settings=preferredColorScheme=0"] });
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(frames)("(%s, %d pixels wide) has everything in its place", (name, width) => {
    for (const measured of [day[`${name} ${width}`], night[`${name} ${width}`]]) {
      expect(measured).toMatchObject({ overflow: 0, overlaps: 0, outside: [], crossing: 0, drawing: true, styled: 1 });
      expect(measured?.boxes).toBeGreaterThan(8);
    }
  });

  test("has other colors at night", () => {
    const [light, dark] = [day["small 1280"]?.colors ?? [], night["small 1280"]?.colors ?? []];
    expect(light[0]).toBe("rgb(255, 255, 255)");
    for (const [at, color] of light.entries()) expect(dark[at]).not.toBe(color);
  });

  test("prints as PDF", async () => {
    const [page, pdf] = [join(folder, "page.html"), join(folder, "page.pdf")];
    writeFileSync(page, pages["many"] ?? "");
    await printPage(browser ?? "", join(folder, "printing"), `file://${page}`, pdf);
    const text = readFileSync(pdf, "latin1");
    expect(text.slice(0, 5)).toBe("%PDF-");
    expect(text.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3);
  }, 120_000);
});
