import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";

const programs = ourPrograms();

/** What a script prints. Its variable `$odd` is a word with a byte that is not UTF-8. */
function printed(script: string): Promise<string> {
  return withFolder(async (folder) => {
    const { stdout } = await runShell(`odd=$(printf 'caf\\351'); { ${script}; } 2>&1`, { cwd: folder, programs });
    return stdout;
  });
}

// Only Linux allows such file names.
(process.platform === "linux" ? describe : describe.skip)("a word that is not UTF-8", () => {
  test("names a file to read", async () => {
    const script = `echo '{"CN":"x"}' >"$odd.json"; cfssl genkey "$odd.json" | cut -c 21-`;
    expect(await printed(script)).toContain("[INFO] encoded CSR");
  });

  test("names files to write", async () => {
    const script = `echo '{"cert":"x"}' | cfssljson -bare "$odd"; ls | od -A n -t o1 | tr -s ' '`;
    expect(await printed(script)).toBe(" 143 141 146 351 056 160 145 155 012\n");
  });

  test("is printed byte for byte", async () => {
    const script = `cfssl genkey "$odd" 2>&1 | od -A n -c | tr -d ' \\n'`;
    expect(await printed(script)).toBe("opencaf351:nosuchfileordirectory\\n");
  });

  test("is quoted as Go quotes it", async () => {
    const script = `cfssl genkey -loglevel "$odd" 2>&1 | head -n 1`;
    expect(await printed(script)).toBe('invalid value "caf\\xe9" for flag -loglevel: parse error\n');
  });

  test("cannot be a name in a certificate", async () => {
    expect(await printed(`echo '{"CN":"x"}' | cfssl gencert -initca -cn "$odd" -; echo $?`)).toContain(
      "asn1: string not valid UTF-8\n2\n",
    );
  });

  test("in the environment keeps its bytes", async () => {
    expect(await printed(`X=$odd cfssl gencsr -key env:X nothing; X=$odd CFSSL_COMPAT=$odd cfssl version`)).toBe(
      '{"code":2002,"message":"Failed to decode private key"}\n' +
        'CFSSL_COMPAT is "caf\\udce9": set it to 1.6 or 1.2, or leave it out for 1.6\n',
    );
  });
});
