import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fixturePath } from "../support/contents.js";
import { ourPrograms } from "../support/programs.js";
import { runShell, type ShellOutcome } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();

const request = {
  CN: "server.example",
  hosts: ["server.example", "*.server.example", "10.0.0.1", "::1", "a@b.example", "spiffe://cluster/ns/x"],
  names: [{ C: "US", ST: "California", L: "San Francisco", O: "Exämple & Co", OU: "PKI", E: "a@b.example" }],
};

const config = {
  signing: {
    default: { usages: ["digital signature", "key encipherment", "server auth", "client auth"], expiry: "8760h" },
    profiles: {
      all: {
        usages: ["digital signature", "server auth"],
        expiry: "1h",
        crl_url: "http://crl.example/ca.crl",
        ocsp_url: "http://ocsp.example",
        issuer_urls: ["http://ca.example/ca.cer"],
        policies: [{ id: "1.2.3.4", qualifiers: [{ type: "id-qt-cps", value: "http://cps.example" }] }],
        ocsp_no_check: true,
      },
      intermediate: {
        usages: ["cert sign", "crl sign"],
        expiry: "1h",
        ca_constraint: { is_ca: true, max_path_len: 1 },
      },
    },
  },
};

const algorithms = {
  "ECDSA P-256": { algo: "ecdsa", size: 256 },
  "ECDSA P-384": { algo: "ecdsa", size: 384 },
  "ECDSA P-521": { algo: "ecdsa", size: 521 },
  "RSA 2048": { algo: "rsa", size: 2048 },
  Ed25519: { algo: "ed25519" },
};

/** Runs a script in a folder with a CA `ca` and a server certificate `x` that our programs have made. */
async function beside(key: object, script: string): Promise<ShellOutcome> {
  return withFolder(async (folder) => {
    const files = {
      "ca.json": { CN: "Example CA", key, names: [{ O: "Example" }], ca: { pathlen: 2 } },
      "x.json": { ...request, key },
      "sub.json": { CN: "Intermediate", key },
      "config.json": config,
    };
    for (const [name, value] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(value));
    const make = `exec 3>&2 2>/dev/null
      cfssl gencert -initca ca.json | cfssljson -bare ca
      cfssl gencert -ca ca.pem -ca-key ca-key.pem -config config.json -profile all x.json | cfssljson -bare x
      sed -i 's/Ed25519 PRIVATE/PRIVATE/' *-key.pem
      exec 2>&3
      `;
    return runShell(make + script, { cwd: folder, programs });
  });
}

describe.each(Object.entries(algorithms))("openssl and %s", (_, key) => {
  test("the certificate verifies with the CA, for its names and its purposes", async () => {
    const { stdout, stderr } = await beside(
      key,
      `openssl verify -x509_strict -CAfile ca.pem ca.pem
      openssl verify -x509_strict -purpose sslserver -verify_hostname www.server.example -CAfile ca.pem x.pem
      openssl verify -x509_strict -verify_ip 10.0.0.1 -CAfile ca.pem x.pem`,
    );
    expect({ stdout, stderr }).toEqual({ stdout: "ca.pem: OK\nx.pem: OK\nx.pem: OK\n", stderr: "" });
  });

  test("the request's signature is right, and request and certificate have the key", async () => {
    const { stdout, exitCode } = await beside(
      key,
      `set -e
      openssl req -in x.csr -verify -noout 2>&1
      openssl pkey -in x-key.pem -check -noout 2>&1 || openssl pkey -in x-key.pem -noout
      for part in "pkey -in x-key.pem -pubout" "req -in x.csr -noout -pubkey" "x509 -in x.pem -noout -pubkey"; do
        openssl $part | cksum
      done`,
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/verify OK/);
    const sums = stdout.match(/^\d+ \d+$/gm) ?? [];
    expect(sums).toHaveLength(3);
    expect(new Set(sums).size).toBe(1);
  });

  test("the revocation list is signed by the CA and names what is revoked", async () => {
    const { stdout, stderr } = await beside(
      key,
      `openssl x509 -in x.pem -noout -serial | sed 's/serial=//' >hex
      python3 -c "print(int(open('hex').read(), 16))" >serials.txt
      echo 5 >>serials.txt
      cfssl gencrl serials.txt ca.pem ca-key.pem | base64 -d >ca.crl
      openssl crl -inform der -in ca.crl -CAfile ca.pem -noout 2>&1
      openssl crl -inform der -in ca.crl -out crl.pem
      openssl crl -in crl.pem -noout -text | grep 'Serial Number' | sed "s/$(cat hex)/<serial>/; s/.*: //"
      openssl verify -crl_check -CRLfile crl.pem -CAfile ca.pem x.pem 2>&1 | grep -o 'certificate revoked'`,
    );
    expect({ stdout, stderr }).toEqual({ stdout: "verify OK\n<serial>\n05\ncertificate revoked\n", stderr: "" });
  });
});

test("openssl reads every field as intended", async () => {
  const { stdout } = await beside(
    algorithms["ECDSA P-256"],
    "openssl x509 -in x.pem -noout -text -nameopt utf8,sep_comma_plus",
  );
  const text = stdout.replace(/^ +/gm, "");
  for (const part of [
    "Version: 3 (0x2)",
    "Signature Algorithm: ecdsa-with-SHA256",
    "Subject: C=US,ST=California,L=San Francisco,O=Exämple & Co,OU=PKI,CN=server.example,emailAddress=a@b.example",
    "X509v3 Key Usage: critical\nDigital Signature\n",
    "X509v3 Extended Key Usage: \nTLS Web Server Authentication\n",
    "X509v3 Basic Constraints: critical\nCA:FALSE\n",
    "OCSP - URI:http://ocsp.example\nCA Issuers - URI:http://ca.example/ca.cer\n",
    "DNS:server.example, DNS:*.server.example, email:a@b.example, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1, URI:spiffe://cluster/ns/x",
    "URI:http://crl.example/ca.crl",
    "Policy: 1.2.3.4\nCPS: http://cps.example\n",
    "OCSP No Check: ",
  ]) {
    expect(text).toContain(part);
  }
});

test("a chain of three certificates verifies", async () => {
  const { stdout } = await beside(
    algorithms["ECDSA P-256"],
    `exec 2>/dev/null
    cfssl gencert -initca sub.json | cfssljson -bare sub
    cfssl sign -ca ca.pem -ca-key ca-key.pem -config config.json -profile intermediate sub.csr | cfssljson -bare sub
    cfssl gencert -ca sub.pem -ca-key sub-key.pem -config config.json x.json | cfssljson -bare y
    openssl verify -x509_strict -CAfile ca.pem -untrusted sub.pem y.pem`,
  );
  expect(stdout).toBe("y.pem: OK\n");
});

describe("our programs accept what openssl makes", () => {
  test.each([
    ["RSA", "openssl genrsa -out k.pem 2048"],
    ["RSA, PKCS #1", "openssl genrsa -traditional -out k.pem 2048"],
    ["ECDSA with parameters", "openssl ecparam -name secp384r1 -genkey -out k.pem"],
    ["ECDSA, PKCS #8", "openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out k.pem"],
    ["Ed25519", "openssl genpkey -algorithm ed25519 -out k.pem"],
  ])("a key of %s, its request, its self-signed certificate", async (_, make) => {
    await withFolder(async (folder) => {
      await cp(fixturePath("pem/ca-rsa-2048.pem"), join(folder, "ca.pem"));
      await cp(fixturePath("pem/ca-rsa-2048-key.pem"), join(folder, "ca-key.pem"));
      await writeFile(join(folder, "x.json"), JSON.stringify(request));
      const { stdout, stderr } = await runShell(
        `exec 3>&2 2>/dev/null
        ${make}
        openssl req -new -key k.pem -subj /CN=other.example -addext subjectAltName=DNS:other.example -out k.csr
        openssl req -x509 -new -key k.pem -subj /CN=other.example -days 30 -out k.crt
        exec 2>&3
        cfssl sign -loglevel 2 -ca ca.pem -ca-key ca-key.pem k.csr | cfssljson -bare signed
        openssl verify -verify_hostname other.example -CAfile ca.pem signed.pem
        cfssl gencsr -loglevel 2 -key k.pem x.json | cfssljson -bare again
        openssl req -in again.csr -verify -noout 2>&1 | grep -o 'verify OK'
        cfssl-certinfo -cert k.crt | grep -o '"common_name": "other.example"' | head -n 1
        cfssl gencert -loglevel 2 -ca k.crt -ca-key k.pem x.json | cfssljson -bare leaf 2>&1 | head -n 1
        openssl verify -CAfile k.crt leaf.pem`,
        { cwd: folder, programs },
      );
      const lines = ["signed.pem: OK", "verify OK", '"common_name": "other.example"', "leaf.pem: OK", ""];
      expect({ stdout, stderr }).toEqual({ stdout: lines.join("\n"), stderr: "" });
    });
  });
});

test("the published walk-through's certificate is shown byte for byte as both releases show it", async () => {
  await withFolder(async (folder) => {
    const pem = fixturePath("walkthrough/published-kubernetes.pem");
    for (const [env, expected] of [
      [{}, "published-kubernetes.certinfo-1.6.json"],
      [{ CFSSL_COMPAT: "1.2" }, "published-kubernetes.certinfo-1.2.json"],
    ] as const) {
      const text = await readFile(fixturePath(`walkthrough/${expected}`), "utf8");
      for (const program of ["cfssl-certinfo", "cfssl certinfo"]) {
        const { stdout, stderr } = await runShell(`${program} -cert ${pem}`, { cwd: folder, programs, env });
        expect({ stdout, stderr }).toEqual({ stdout: text, stderr: "" });
      }
    }
  });
});
