import { cp } from "node:fs/promises";
import { ourPrograms } from "../support/programs.js";
import { runShell } from "../support/shell.js";
import { withFolder } from "../support/spawned.js";
import { type ControlPlane, startControlPlane } from "./control-plane.js";
import { faults } from "./faults/all.js";
import type { Fault } from "./faults/fault.js";
import { causesOf, findingsIn } from "./findings.js";
import { kubeconfigOf, threeCas } from "./layouts.js";
import { hasControlPlane } from "./programs.js";
import { provoke } from "./provoke.js";

const untested = "what components say of faults in certificates";
const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"];

jest.setTimeout(180_000);

(hasControlPlane(untested, components) ? describe : describe.skip)("a cluster that works, with one fault", () => {
  let cluster: ControlPlane;

  beforeAll(async () => {
    cluster = await startControlPlane(threeCas);
  });

  afterAll(() => cluster?.stop());

  test("has none to begin with", async () => {
    expect(await findingsIn(cluster.folder)).toEqual([]);
  });

  test.each(faults.map((fault) => [`${fault.rule} of ${fault.file}`, fault] as const))(
    "%s is found before anything starts, and again in what a component logs",
    (_, fault) =>
      withFolder(async (folder) => {
        await cp(cluster.folder, folder, { recursive: true });
        await putFault(fault, folder);
        const blame = { rule: fault.rule, file: fault.file };
        expect(await findingsIn(folder)).toEqual([blame]);
        const log = await provoke(fault, cluster, folder);
        const [cause] = await causesOf(log, folder);
        expect(cause).toEqual(blame);
      }),
  );
});

async function putFault({ script, kubeconfig }: Fault, folder: string): Promise<void> {
  const definitions = `eval "$(sed '/^issue apiserver /,$d' certificates.sh)"`;
  const again = kubeconfig === undefined ? "" : kubeconfigOf(kubeconfig, threeCas);
  const options = { cwd: folder, programs: ourPrograms() };
  const { exitCode, stderr } = await runShell(`${definitions}\n${script}\n${again}`, options);
  if (exitCode !== 0) throw new Error(stderr);
}
