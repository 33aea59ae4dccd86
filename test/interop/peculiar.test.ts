import "reflect-metadata";
import { Crypto } from "@peculiar/webcrypto";
import { Pkcs10CertificateRequest, X509Certificate, X509ChainBuilder, X509Crl } from "@peculiar/x509";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const crypto = new Crypto();

const run = (script: string) => withFolder((cwd) => runShell(script, { cwd, programs }));

test.each(["ecdsa 256", "ecdsa 384", "rsa 2048", "ed25519 0"])(
  "@peculiar/x509 accepts what ours make with a key of %s",
  async (kind) => {
    const [algo, size] = kind.split(" ");
    const key = JSON.stringify({ algo, size: Number(size) });
    const { stdout } = await run(
      `exec 2>/dev/null
    echo '{"CN":"Example CA","names":[{"O":"Exämple"}],"key":${key}}' | cfssl gencert -initca - >ca.answer
    cfssljson -bare ca <ca.answer
    echo '{"CN":"x","hosts":["x.example","10.0.0.1"],"key":${key}}' |
      cfssl gencert -ca ca.pem -ca-key ca-key.pem - >x.answer
    echo 127 | cfssl gencrl - ca.pem ca-key.pem >crl
    cat ca.answer x.answer crl`,
    );
    const [ca, leaf, list = ""] = stdout.split("\n");
    const authority = new X509Certificate(JSON.parse(ca ?? "").cert);
    const certificate = new X509Certificate(JSON.parse(leaf ?? "").cert);
    const request = new Pkcs10CertificateRequest(JSON.parse(leaf ?? "").csr);
    const crl = new X509Crl(list);

    expect(await authority.isSelfSigned(crypto)).toBe(true);
    expect(await certificate.verify({ publicKey: authority.publicKey }, crypto)).toBe(true);
    expect(await request.verify(crypto)).toBe(true);
    expect(await crl.verify({ publicKey: await authority.publicKey.export(crypto) }, crypto)).toBe(true);
    expect(crl.entries.map(({ serialNumber }) => serialNumber)).toEqual(["7f"]);
    const chain = await new X509ChainBuilder({ certificates: [authority] }).build(certificate, crypto);
    expect(chain.map(({ subject }) => subject)).toEqual(["CN=x", "O=Exämple, CN=Example CA"]);
  },
);
