import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ourPrograms } from "../support/programs.js";
import { cleanEnvironment, withFolder } from "../support/spawned.js";

const programs = ourPrograms();
const env = cleanEnvironment(programs);
const save = (folder: string) =>
  spawnSync(join(programs, "cfssljson"), ["-bare", "x"], { cwd: folder, env, input: '{"cert":"new","key":"new"}' });

/** Reads the access list of a file, in hexadecimal; sets it first if a value is given. */
const list = (...words: string[]) =>
  spawnSync(
    "python3",
    [
      "-c",
      "import os,sys\nname='system.posix_acl_access'\nif len(sys.argv)>2: os.setxattr(sys.argv[1],name,bytes.fromhex(sys.argv[2]))\nprint(os.getxattr(sys.argv[1],name).hex())",
      ...words,
    ],
    { encoding: "utf8" },
  ).stdout.trim();

/** user::rw- user:111:r-- group::--- mask::r-- other::---, as the system stores it (acl(5)). */
const oneReader = "0200000001000600ffffffff020004006f00000004000000ffffffff10000400ffffffff20000000ffffffff";

test("a key with an access list for one more user is not opened to the group", () =>
  withFolder(async (folder) => {
    const key = join(folder, "x-key.pem");
    writeFileSync(key, "old", { mode: 0o600 });
    if (list(key, oneReader) !== oneReader) {
      console.log("no access list can be set: nothing is tried");
      return;
    }
    expect(save(folder).status).toBe(0);
    expect(list(key)).toBe(oneReader);
  }));
