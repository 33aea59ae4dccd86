import { spawnSync } from "node:child_process";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { cleanEnvironment, withFolder } from "../support/spawned.js";
import { hasTerminals, runOnTerminal } from "../support/terminal.js";

const programs = ourPrograms();

/** Makes a CA `ca`, an intermediate CA `sub` and a certificate `web` of it, with keys of this kind. */
const making = (key: string) => `
exec 3>&2 2>/dev/null
printf '{"signing": {"default": {"usages": ["server auth", "client auth"], "expiry": "1h"},
  "profiles": {"ca": {"usages": ["cert sign"], "expiry": "1h", "ca_constraint": {"is_ca": true}}}}}' > config.json
echo '{"CN": "CA", "key": ${key}}' | cfssl gencert -initca - | cfssljson -bare ca
echo '{"CN": "Sub", "key": ${key}}' |
  cfssl gencert -ca ca.pem -ca-key ca-key.pem -config config.json -profile ca - | cfssljson -bare sub
echo '{"CN": "web", "hosts": ["web.example"], "key": ${key}}' |
  cfssl gencert -ca sub.pem -ca-key sub-key.pem -config config.json - | cfssljson -bare web
echo hunter2 > pw.txt
exec 2>&3
`;

const keys = {
  "RSA 2048": '{"algo": "rsa", "size": 2048}',
  "ECDSA P-256": '{"algo": "ecdsa", "size": 256}',
  Ed25519: '{"algo": "ed25519"}',
};

/** A test that is skipped, with a word about it, where a program is missing. */
function withProgram(program: string): typeof test {
  if (spawnSync("sh", ["-c", `command -v ${program}`]).status === 0) return test;
  console.warn(`${program} is not installed: nothing is exported for it.`);
  return test.skip as unknown as typeof test;
}

/** What a script prints beside those files. */
async function shell(key: string, script: string) {
  return withFolder(async (cwd) => (await runShell(making(key) + script, { cwd, programs })).stdout);
}

describe.each(Object.entries(keys))("%s", (_, key) => {
  withProgram("keytool")("keytool opens both forms of PKCS #12, and trusts a CA", async () => {
    const output = await shell(
      key,
      `cfssl export -form pkcs12 -ca ca.pem,sub.pem -password-file pw.txt -out new.p12 web
       cfssl export -form pkcs12-old -ca ca.pem,sub.pem -password-file pw.txt -out old.p12 web
       cfssl export -form truststore -password-file pw.txt -out trust.p12 ca.pem
       for store in new old trust; do keytool -list -v -keystore $store.p12 -storepass hunter2; done 2>&1 |
         grep -E '^(Alias|Entry type|Certificate chain)'
       stat -c '%a %n' *.p12`,
    );
    const pair = ["Alias name: web", "Entry type: PrivateKeyEntry", "Certificate chain length: 3"];
    const trusted = ["Alias name: ca", "Entry type: trustedCertEntry"];
    const modes = ["600 new.p12", "600 old.p12", "644 trust.p12"];
    expect(output.trim().split("\n")).toEqual([...pair, ...pair, ...trusted, ...modes]);
  });

  test("openssl opens PKCS #12, and the old form with its -legacy", async () => {
    const output = await shell(
      key,
      `cfssl export -form pkcs12 -ca ca.pem,sub.pem -password-file pw.txt -out new.p12 web
       cfssl export -form pkcs12-old -password-file pw.txt -out old.p12 web
       openssl pkcs12 -in new.p12 -passin file:pw.txt -info -nodes 2>&1 | grep -E '^(MAC|subject|.*Bag:|.*Shrouded)'
       openssl pkcs12 -legacy -in old.p12 -passin file:pw.txt -info -nodes 2>&1 | grep -E '^(MAC|subject)'
       openssl pkcs12 -in new.p12 -passin pass:other -nodes 2>&1`,
    );
    expect(output).toContain("MAC: sha256, Iteration 300000\n");
    expect(output).toContain("PBES2, PBKDF2, AES-256-CBC, Iteration 300000, PRF hmacWithSHA256");
    expect(output).toContain("MAC: sha1, Iteration 10000\n");
    expect(output.match(/subject=CN = .*/g)).toEqual(["web", "Sub", "CA", "web"].map((name) => `subject=CN = ${name}`));
    expect(output).toContain("Mac verify error: invalid password?");
  });

  withProgram("haproxy")("haproxy takes the combined file", async () => {
    const output = await shell(
      key,
      `cfssl export -form combined -ca ca.pem,sub.pem -out web-combined.pem web
       cat > haproxy.cfg <<END
defaults
  mode http
  timeout connect 1s
  timeout client 1s
  timeout server 1s
frontend web
  bind 127.0.0.1:8443 ssl crt $PWD/web-combined.pem
END
       haproxy -c -f haproxy.cfg 2>&1; grep -c BEGIN web-combined.pem`,
    );
    expect(output).toContain("Configuration file is valid");
    expect(output.trim().split("\n").at(-1)).toBe("3");
  });

  withProgram("kubectl")("kubectl reads the Secret and the kubeconfig", async () => {
    const output = await shell(
      key,
      `cfssl export -form secret -ca ca.pem,sub.pem -namespace shop -out secret.yaml web
       kubectl label --local -f secret.yaml -o json a=b > secret.json
       node -e '
         const { type, metadata, data } = JSON.parse(fs.readFileSync("secret.json", "utf8"));
         console.log(type, metadata.namespace, metadata.name, Object.keys(data).join());
         for (const [name, value] of Object.entries(data)) fs.writeFileSync(name, Buffer.from(value, "base64"));'
       openssl verify -CAfile ca.crt -untrusted tls.crt tls.crt
       kubectl create secret tls web --cert tls.crt --key tls.key --dry-run=client -o name
       openssl pkey -in tls.key -pubout > key.pub; openssl x509 -in tls.crt -noout -pubkey | cmp - key.pub
       mkdir conf
       cfssl export -form kubeconfig -ca ca.pem,sub.pem -server https://10.0.0.1:6443 -out embedded web
       cfssl export -form kubeconfig -by-path -ca ca.pem -server https://10.0.0.1:6443 -out conf/paths web 2>&1
       cfssl export -form fullchain -ca sub.pem -out chain.pem web
       cfssl export -form kubeconfig -by-path -ca ca.pem -server https://10.0.0.1:6443 -out conf/paths chain.pem web-key.pem
       for file in embedded conf/paths; do
         kubectl --kubeconfig $file config view --raw --flatten -o jsonpath='{.users[0].user.client-certificate-data}' |
           base64 -d | openssl x509 -noout -subject
         kubectl --kubeconfig $file config current-context
       done`,
    );
    expect(output.split("\n").filter((line) => line !== "")).toEqual([
      "kubernetes.io/tls shop web ca.crt,tls.crt,tls.key",
      "tls.crt: OK",
      "secret/web",
      'No certificate in ca.pem signed "web" in web.pem: it was signed by "Sub"',
      ...["subject=CN = web", "web@kubernetes", "subject=CN = web", "web@kubernetes"],
    ]);
  });
});

test("no key goes into a file that others can read, and a second run changes nothing else", async () => {
  const output = await shell(
    keys["ECDSA P-256"],
    `umask 022
     touch web.key; cfssl export -form pkcs8 -out web.key web 2>&1; stat -c '%a %s' web.key
     chmod 600 web.key; cfssl export -form pkcs8 -out web.key web && cp web.key before
     cfssl export -form pkcs8 -out web.key web && cmp before web.key && stat -c %a web.key
     cfssl export -form pkcs8 -out web.key web.pem ca-key.pem 2>/dev/null; cmp before web.key; ls -A | grep -c '^.cfssl'`,
  );
  expect(output.split("\n")).toEqual([
    "web.key is there already, and others can read it: chmod 600 web.key, or remove it first",
    ...["644 0", "600", "0", ""],
  ]);
});

(hasTerminals ? describe : describe.skip)("on a terminal", () => {
  const env = cleanEnvironment(programs);
  const size = { columns: 80, rows: 24 };

  /** The file that is made when these lines are typed, as openssl sees it with that password. */
  const type = (flags: string, typed: readonly string[]) =>
    withFolder(async (cwd) => {
      await runShell(making(keys["ECDSA P-256"]), { cwd, programs });
      const check = "openssl pkey -in new.pem -passin pass:sécret -noout && echo opened";
      return runOnTerminal(`cd ${cwd} && cfssl export ${flags} -out new.pem web && ${check}`, size, env, typed);
    });

  test.each([
    ["sécret", []],
    ["wrong\u0015séx\u007fcret", []],
  ])("the password %j is asked for twice and not shown", async (password) => {
    const { text, exitCode } = await type("-form pkcs8-encrypted", [password, "sécret"]);
    expect([text, exitCode]).toEqual(["Password for the new file: \nThe same again: \nopened\n", 0]);
  });

  test("Ctrl-C ends the program, and nothing is written", async () => {
    const { text, exitCode } = await type("-form pkcs8-encrypted", ["\u0003"]);
    expect([text, exitCode]).toEqual(["Password for the new file: \n", 130]);
  });
});
