// Reads random and mutated OCSP requests and responses: node scripts/fuzz-ocsp.mjs [COUNT] [SEED]. Each must be read or
// refused in Go's words, in a moment; anything else ends the run with the bytes. Needs `npm run build`.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const count = Number(process.argv[2] ?? 1_000_000);
let state = Number(process.argv[3] ?? 1) >>> 0 || 1;

function random(below) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}

const request = Buffer.from(
  "MFEwTzBNMEswSTAJBgUrDgMCGgUABBQ50NCTeKpNRAmZ8uJz4Doq1Sc+7gQUtClhkeSWiZLihZ8Zyd13LnJi/CUCEFA8aGwTpV3V1zp40NCYzx0=",
  "base64",
);
const bytes = [0, 1, 2, 3, 4, 5, 6, 10, 16, 23, 24, 48, 49, 127, 128, 129, 130, 160, 161, 162, 255];

function mutate(original) {
  if (random(10) === 0) return Uint8Array.from({ length: random(120) }, () => random(256));
  const list = [...original];
  for (let times = 1 + random(4); times > 0 && list.length > 0; times--) {
    const at = random(list.length);
    const byte = random(2) === 0 ? bytes[random(bytes.length)] : random(256);
    const kind = random(10);
    if (kind < 7) list[at] = byte;
    else if (kind === 7) list.splice(at, 1);
    else if (kind === 8) list.splice(at, 0, byte);
    else list.length = at;
  }
  return Uint8Array.from(list);
}

const folder = await mkdtemp(join("node_modules", ".fuzz-"));
try {
  const outfile = join(folder, "parse.mjs");
  const contents =
    'export * from "./src/x509/parse/ocsp-request.ts"; export * from "./src/x509/parse/ocsp-response.ts"; ' +
    'export { GoError } from "./src/go/errors.ts"; export { v165 } from "./src/release/v1-6-5.ts";';
  const stdin = { contents, resolveDir: ".", loader: "ts" };
  await build({
    stdin,
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    packages: "external",
    logLevel: "error",
  });
  const { GoError, parseBasicResponse, parseOcspNonce, parseOcspRequest, readSingleResponse, v165 } = await import(
    pathToFileURL(outfile).href
  );
  const rules = v165.issuing.parser;
  const words = (await readFile("fixtures/ocsp/responses.txt", "latin1")).split(/\s+/);
  const responses = words.map((word) => Buffer.from(word, "base64")).filter(({ length }) => length > 100);
  let read = 0;
  for (let n = 0; n < count; n++) {
    const isRequest = n % 4 !== 0;
    const der = mutate(isRequest ? request : responses[random(responses.length)]);
    const began = performance.now();
    try {
      if (isRequest) {
        parseOcspRequest(der, rules);
        parseOcspNonce(der);
      } else readSingleResponse(parseBasicResponse(der, rules).single);
      read++;
    } catch (cause) {
      if (!(cause instanceof GoError)) {
        console.error(`${Buffer.from(der).toString("hex")}: ${cause?.stack}`);
        process.exit(1);
      }
    }
    if (performance.now() - began > 2000) throw new Error(`it takes too long: ${Buffer.from(der).toString("hex")}`);
  }
  console.log(`${count} inputs, ${read} read, the others refused`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
