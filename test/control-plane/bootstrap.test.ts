import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blocksOfSection, stepsOf } from "../docs/document.js";
import { follow, type Surroundings } from "../docs/follow.js";
import type { Daemon } from "../support/daemon.js";
import { ourPrograms } from "../support/programs.js";
import { type ControlPlane, startControlPlane } from "./control-plane.js";
import { threeCas } from "./layouts.js";
import { componentPath, hasControlPlane } from "./programs.js";

const untested = "kubelets that ask for their certificates";
const components = ["kube-apiserver", "kube-controller-manager", "kubelet"];

jest.setTimeout(300_000);

(hasControlPlane(untested, components) ? describe : describe.skip)("a kubelet that has only a token", () => {
  let cluster: ControlPlane;
  let surroundings: Surroundings;
  let kubelet: Daemon | undefined;

  beforeAll(async () => {
    cluster = await startControlPlane(threeCas);
    surroundings = await surroundingsOf(cluster);
    await read(["A token"]);
  });

  afterAll(() => cluster?.stop());

  afterEach(async () => {
    await kubelet?.stop();
    await cluster?.kubectl("delete csr --all");
  });

  test("gets a certificate from the controller manager", async () => {
    await cluster.start("kube-controller-manager");
    await read(["The node asks", "The controller manager signs"]);
  });

  test("gets a certificate of cfssl, where the controller manager has no key", async () => {
    await cluster.start("kube-controller-manager", ["--cluster-signing-cert-file=", "--cluster-signing-key-file="]);
    await read(["The node asks", "Or cfssl signs"], "worker-3");
  });

  /** Follows sections of the page, for a node of another name than worker-2. */
  function read(sections: readonly string[], node = "worker-2"): Promise<void> {
    const steps = sections.flatMap((title) => stepsIn(title));
    const renamed = JSON.parse(JSON.stringify(steps).replaceAll("worker-2", node)) as typeof steps;
    return follow(renamed, cluster.folder, surroundings).catch((error) => {
      throw new Error(`${error}\n${kubelet?.log().slice(0, 5000)}`);
    });
  }

  function stepsIn(title: string) {
    return stepsOf(blocksOfSection("docs/kubernetes.md", title), "on-cluster");
  }

  /**
   * The shell of a node, with our programs and a kubelet that writes into no folder of this system. Without a container
   * runtime it ends soon. If it is to renew its certificate, it asks for the first one in the background, and may end
   * before it has that; else it waits for it.
   */
  async function surroundingsOf({ machine, folder }: ControlPlane): Promise<Surroundings> {
    const programs = join(folder, "..", "programs");
    await mkdir(programs);
    for (const name of ["cfssl", "cfssljson"]) await symlink(join(ourPrograms(), name), join(programs, name));
    const flags = `--rotate-certificates=false --root-dir=${join(folder, "..", "kubelet")} --healthz-port=0`;
    const program = join(programs, "kubelet");
    await writeFile(program, `#!/bin/sh\nexec ${componentPath("kubelet")} "$@" ${flags}\n`);
    await chmod(program, 0o755);
    const [enter = "", ...words] = machine.enter;
    return {
      shell: [enter, ...words, "sh", "-c"],
      programs,
      start(script) {
        const options = { cwd: folder, logFile: join(folder, "..", "kubelet.log") };
        kubelet = machine.start("sh", ["-c", `PATH=${programs}:$PATH; exec ${script}`], options);
      },
    };
  }
});
