import { readScript } from "../../../src/addons/inventory/issuing-calls.js";

/** Names of certificates with what they are asked for, as `NAME PROFILE HOSTS REQUEST`. */
function summaries(text: string, path = "make.sh"): readonly string[] {
  return readScript(text, path).map(({ baseName, profile, hosts, request, requestText, commonName }) =>
    [baseName, profile, hosts ?? "", requestText?.replace(/\s+/g, "") ?? request, commonName ?? ""].join(" ").trim(),
  );
}

const issue = "cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=c.json -profile=p";

test.each<[what: string, script: string, calls: readonly string[]]>([
  ["a line", `${issue} web-csr.json | cfssljson -bare web`, ["web p  web-csr.json"]],
  [
    "lines that go on, and flags with two dashes or a blank",
    "cfssl gencert \\\n  --ca ca.pem --profile p \\\r\n  --hostname a,b \\\n  web.json | \\\n  cfssljson --bare web",
    ["web p a,b web.json"],
  ],
  [
    "a loop",
    `for n in a b; do\n  ${issue} $n-csr.json | cfssljson -bare $n\ndone`,
    ["a p  a-csr.json", "b p  b-csr.json"],
  ],
  [
    "a loop in a loop",
    `for g in x y; do for n in 1 2; do ${issue} r.json | cfssljson -bare "$g-\${n}"; done; done`,
    ["x-1 p  r.json", "x-2 p  r.json", "y-1 p  r.json", "y-2 p  r.json"],
  ],
  [
    "loops over an array, numbers, a variable and braces",
    `nodes=(a "b")\nlist="c d"\nfor n in "\${nodes[@]}" $list e{1..2} $(seq 3 4); do ${issue} r.json | cfssljson -bare $n; done`,
    ["a", "b", "c", "d", "e1", "e2", "3", "4"].map((name) => `${name} p  r.json`),
  ],
  [
    "variables, with those of others left as they are written",
    `IP=10.0.0.1\nexport NAME="api"\nOUT=$(curl x)\n${issue} -hostname="$IP,\${NAME},\${PUBLIC},$OUT" r.json | cfssljson -bare $NAME`,
    ["api p 10.0.0.1,api,$" + "{PUBLIC},$OUT r.json"],
  ],
  [
    "defaults, and parts of values",
    `for m in cp-1=10.0.0.1 cp-2=10.0.0.2; do ${issue} -hostname=\${m%%=*},\${m#*=} -cn=\${CN:-me} r.json | cfssljson -bare \${m%=*}; done`,
    ["cp-1 p cp-1,10.0.0.1 r.json me", "cp-2 p cp-2,10.0.0.2 r.json me"],
  ],
  [
    "a request that a here-document gives",
    `N=web\ncat <<EOF | ${issue} - | cfssljson -bare web\n{ "CN": "$N" }\nEOF\n${issue} - <<'EOF' | cfssljson -bare raw\n{ "CN": "$N" }\nEOF`,
    ['web p  {"CN":"web"}', 'raw p  {"CN":"$N"}'],
  ],
  [
    "a request that the script writes to a file first",
    `for n in a b; do\ncat > \${n}-csr.json <<EOF\n{ "CN": "system:node:\${n}" }\nEOF\n${issue} \${n}-csr.json | cfssljson -bare $n\ndone`,
    ['a p  {"CN":"system:node:a"}', 'b p  {"CN":"system:node:b"}'],
  ],
  [
    "a request by echo, over lines, and by printf in a function",
    `echo '{\n"CN": "x"\n}' | ${issue} - | cfssljson -bare x\nissue() {\n  printf '{ "CN": "%s" }' "$2" | ${issue} -hostname="$3" - | cfssljson -bare $1\n}\nissue y me "a,b"`,
    ['x p  {"CN":"x"}', 'y p a,b {"CN":"me"}'],
  ],
  [
    "both branches, remarks, and nothing that is only said",
    `# ${issue} no.json | cfssljson -bare no\nif [ -f ca.pem ]; then\n  echo "don't"\nelse\n  cfssl gencert -initca ca.json | cfssljson -bare ca -\nfi`,
    ["ca   ca.json"],
  ],
  [
    "another program's argument",
    `docker run x sh -c "cd /w && ${issue} r.json | cfssljson -bare web"`,
    ["web p  r.json"],
  ],
])("it reads %s", (_, script, calls) => {
  expect(summaries(script)).toEqual(calls);
});

test("it reads the commands of other files, whose apostrophes open nothing", () => {
  const tasks = `- name: don't worry\n  shell: "cd {{ dir }} && {{ bin }}/cfssl gencert -ca=ca.pem -profile=p admin-csr.json | cfssljson -bare admin"\n`;
  expect(summaries(tasks, "tasks/main.yml")).toEqual(["admin p  admin-csr.json"]);
  expect(summaries(`pki:\n\t@${issue} r.json | cfssljson -bare web\n`, "Makefile")).toEqual(["web p  r.json"]);
});

test("it names the line of a call", () => {
  const script = `#!/bin/sh\n\nx='a\nb'\n${issue} r.json |\n  cfssljson -bare web\n`;
  expect(readScript(script, "make")).toMatchObject([{ line: 5, path: "make" }]);
});

test.each([
  ["loops in loops", `${"for a in 1 2 3 4 5 6 7 8 9; do ".repeat(12)}${issue} r.json | cfssljson -bare $a`],
  ["a function that calls itself", `f() { f; f; f; ${issue} r.json | cfssljson -bare a; }\nf`],
  ["values that double", `a=xxxxxxxxxx\n${"a=$a$a$a$a$a$a$a$a\n".repeat(40)}${issue} $a | cfssljson -bare a`],
  ["open quotes", `${"'\"$(${\n".repeat(20_000)}`],
  ["open here-documents", "cat <<E <<F <<G\n".repeat(20_000)],
  ["braces", `${issue} ${"{a,b}".repeat(60)} | cfssljson -bare a`],
])("it ends with %s", (_, script) => {
  expect(readScript(script, "make.sh").length).toBeLessThanOrEqual(1001);
});
