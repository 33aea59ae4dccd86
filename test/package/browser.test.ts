import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { certinfo } from "../../src/index.js";
import { browser, visit } from "../support/browser.js";
import { fixturePath } from "../support/contents.js";
import { createUserProject, type UserProject } from "../support/user-project.js";

const openssl = async (...args: readonly string[]) => {
  const { stdout, stderr } = await promisify(execFile)("openssl", [...args]);
  return stdout + stderr;
};

/** What the page does, written as a user would: nothing but the installed package's files is served to it. */
const script = `
import { certinfo, createLocalSigner, csrinfo, gencrl, gencsr, genkey, initca } from "/cfssl-ts/dist/web/index.js";

async function issue(key, fixtures) {
  const { cert: ca, key: caKey } = await initca({ CN: "Browser CA", key });
  const signer = await createLocalSigner({ ca, caKey });
  const { cert, key: leafKey } = await signer.gencert({ CN: "leaf", hosts: ["leaf.example", "10.0.0.1"], key });
  const { csr } = await genkey({ CN: "request", hosts: ["request.example"], key });
  const { cert: signed } = await signer.sign(fixtures.csr);
  const crl = await gencrl({ ca, caKey, serials: [certinfo(signed).serial_number] });
  const info = certinfo(cert);
  return { ca, cert, leafKey, csr, signed, crl: [...crl], info, requested: Object.keys(csrinfo(csr)).length > 0 };
}

async function outcome(action) {
  try {
    return await action();
  } catch ({ name, message }) {
    return name + ": " + message;
  }
}

export async function run({ keys, fixtures }) {
  const issued = {};
  for (const [name, key] of Object.entries(keys)) issued[name] = await outcome(() => issue(key, fixtures));
  const request = { CN: "x" };
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, ["sign", "verify"]);
  return {
    issued,
    hasEd25519: await crypto.subtle.generateKey("Ed25519", false, ["sign"]).then(() => true, () => false),
    hasNode: "process" in globalThis || "Buffer" in globalThis || "require" in globalThis,
    cryptoKey: (await gencsr(request, pair.privateKey)).csr,
    pkcs1: (await gencsr(request, fixtures.rsa)).csr,
    sec1: (await gencsr(request, fixtures.ec)).csr,
    refused: [
      await outcome(() => gencsr(request, fixtures.p224)),
      await outcome(() => genkey({ CN: "x", key: { algo: "rsa", size: 2049 } })),
      await outcome(() => createLocalSigner({ ca: fixtures.encryptedCa, caKey: fixtures.encrypted, password: "x" })),
    ],
  };
}
`;
const page = `
import { run } from "/script.js";
const inWorker = (given) =>
  new Promise((resolve, reject) => {
    const worker = new Worker("/worker.js", { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
    worker.postMessage(given);
  });
const given = await (await fetch("/given")).json();
const answer = await (location.search === "?worker" ? inWorker : run)(given).catch((error) => ({ failure: String(error) }));
await fetch("/result", { method: "POST", body: JSON.stringify(answer) });
`;
const worker = `
import { run } from "/script.js";
onmessage = async ({ data }) => postMessage(await run(data));
`;

const keys = {
  "rsa-2048": { algo: "rsa", size: 2048 },
  "rsa-3072": { algo: "rsa", size: 3072 },
  "ecdsa-256": { algo: "ecdsa", size: 256 },
  "ecdsa-384": { algo: "ecdsa", size: 384 },
  "ecdsa-521": { algo: "ecdsa", size: 521 },
  ed25519: { algo: "ed25519" },
};
const fixture = (path: string) => readFileSync(fixturePath(path), "utf8");
const fixtures = {
  csr: fixture("pem/leaf-ecdsa-256.csr"),
  rsa: fixture("pem/ca-rsa-2048-key.pem"),
  ec: fixture("pem/ca-ecdsa-256-key.pem"),
  p224: fixture("pem/leaf-ecdsa-224-key.pem"),
  encryptedCa: fixture("pem/ca-rsa-2048.pem"),
  encrypted: fixture("pem/ca-rsa-2048-aes128-key.pem"),
};

interface Issued {
  readonly ca: string;
  readonly cert: string;
  readonly leafKey: string;
  readonly csr: string;
  readonly signed: string;
  readonly crl: readonly number[];
  readonly info: unknown;
  readonly requested: boolean;
}

interface Answer {
  readonly failure?: string;
  readonly issued: Readonly<Record<string, Issued | string>>;
  readonly hasEd25519: boolean;
  readonly hasNode: boolean;
  readonly cryptoKey: string;
  readonly pkcs1: string;
  readonly sec1: string;
  readonly refused: readonly string[];
}

const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".html": "text/html" };

/** Serves the page and the installed package, and answers what the page posts. */
function visitAs(program: string, user: UserProject, query: string): Promise<Answer> {
  const texts: Readonly<Record<string, string>> = {
    "/index.html": '<!doctype html><script type="module" src="/page.js"></script>',
    "/page.js": page,
    "/script.js": script,
    "/worker.js": worker,
    "/given": JSON.stringify({ keys, fixtures }),
  };
  const serve = (path: string) => {
    try {
      const text = texts[path] ?? readFileSync(join(user.folder, "node_modules", path), "utf8");
      return { text, type: types[extname(path)] ?? "application/json" };
    } catch {
      return null;
    }
  };
  return visit({ program, profile: join(user.folder, `profile-${query}`), page: `/index.html?${query}`, serve });
}

if (!browser) console.log("browser: skipped, as there is no chromium");

(browser ? describe : describe.skip).each(["page", "worker"])(
  "in a browser's %s, the package as it is installed",
  (where) => {
    let user: UserProject;
    let answer: Answer;

    beforeAll(async () => {
      user = await createUserProject();
      answer = await visitAs(browser ?? "", user, where);
    }, 120_000);

    afterAll(() => user.remove());

    test("runs, with nothing of Node around it", () => {
      expect(answer.failure).toBeUndefined();
      expect(answer.hasNode).toBe(false);
    });

    test.each(Object.keys(keys))(
      "makes a CA, certificates, a request and a list that openssl verifies (%s)",
      async (name) => {
        const issued = answer.issued[name];
        if (name === "ed25519" && !answer.hasEd25519)
          return expect(issued).toMatch(/^UnavailableError: Ed25519 is not/);
        if (typeof issued !== "object") throw new Error(issued);
        const { ca, cert, leafKey, csr, signed, crl, info, requested } = issued;
        const at = (file: string) => join(user.folder, name, file);
        await user.write({
          [`${name}/ca.pem`]: ca,
          [`${name}/leaf.pem`]: cert,
          [`${name}/key.pem`]: leafKey,
          [`${name}/csr.pem`]: csr,
          [`${name}/signed.pem`]: signed,
          [`${name}/crl.pem`]: `-----BEGIN X509 CRL-----\n${Buffer.from(crl).toString("base64")}\n-----END X509 CRL-----\n`,
        });
        const checks = ["-CAfile", at("ca.pem"), "-CRLfile", at("crl.pem"), "-crl_check"];
        expect(await openssl("verify", ...checks, at("leaf.pem"))).toBe(`${at("leaf.pem")}: OK\n`);
        await expect(openssl("verify", ...checks, at("signed.pem"))).rejects.toThrow(/certificate revoked/);
        expect(await openssl("verify", "-CAfile", at("ca.pem"), at("signed.pem"))).toBe(`${at("signed.pem")}: OK\n`);
        expect(await openssl("req", "-in", at("csr.pem"), "-verify", "-noout")).toMatch(/verify OK/);
        expect(info).toEqual(certinfo(cert));
        expect(requested).toBe(true);
        // OpenSSL refuses upstream's own label of Ed25519 keys.
        if (name === "ed25519") return;
        const publicKey = await openssl("pkey", "-in", at("key.pem"), "-pubout");
        expect(await openssl("x509", "-in", at("leaf.pem"), "-noout", "-pubkey")).toBe(publicKey);
      },
    );

    test.each(["cryptoKey", "pkcs1", "sec1"] as const)("signs with a key that the caller has (%s)", async (form) => {
      await user.write({ [`${form}.csr`]: answer[form] });
      expect(await openssl("req", "-in", join(user.folder, `${form}.csr`), "-verify", "-noout")).toMatch(/verify OK/);
    });

    test("refuses in one line what only Node does", () => {
      const reason = "is not available here: WebCrypto does not do this; use cfssl-ts on Node";
      expect(answer.refused).toEqual([
        `UnavailableError: the curve P-224 ${reason}`,
        `UnavailableError: an RSA key whose size is no multiple of 128 bits ${reason}`,
        `UnavailableError: decrypting a key with headers as OpenSSL wrote them (Proc-Type: 4,ENCRYPTED) ${reason}`,
      ]);
    });
  },
);

test("the files for browsers name no module, none of Node's and no package", async () => {
  const user = await createUserProject();
  try {
    const names = await user.run("sh", ["-c", "cd node_modules/cfssl-ts/dist/web && find . -name '*.js'"]);
    const files = names.trim().split("\n");
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const text = readFileSync(join(user.folder, "node_modules/cfssl-ts/dist/web", file), "utf8");
      expect(text).not.toMatch(/["'`]node:|\brequire\(|\bprocess\s*[.[?]|\bBuffer\s*[.(]/);
      // Texts in the code may have such words too, but not at the start of a line.
      const imports = /(?:^(?:import|export|\})[^"\n]*from\s*|^import\s*|\bimport\(\s*)"([^"]+)"/gm;
      const named = [...text.matchAll(imports)].map(([, specifier]) => specifier);
      expect(named.filter((specifier) => !specifier?.startsWith("."))).toEqual([]);
    }
  } finally {
    await user.remove();
  }
});
