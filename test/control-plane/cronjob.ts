import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import type { ControlPlane } from "./control-plane.js";

interface Job {
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
}

interface Container {
  readonly image: string;
  readonly args: readonly string[];
}

/**
 * Gives the cluster the CronJob of the examples, and does what its containers do, one after the other, as the service
 * account of the job. Answers the first words that something said on standard error, or what `web-tls` then is.
 */
export async function runCronJob(cluster: ControlPlane): Promise<string> {
  const room = join(cluster.folder, "..", "cronjob");
  for (const name of ["pki", "secrets", "config"]) await mkdir(join(room, name), { recursive: true });
  await cp(join(projectFolder, "examples", "cronjob", "cronjob.yaml"), join(room, "cronjob.yaml"));
  // This Kubernetes is older than the version of CronJob that all today's have.
  const apply = `sed s,^apiVersion:.batch/v1$,apiVersion:\\ batch/v1beta1, ${room}/cronjob.yaml | kubectl --kubeconfig=admin.conf apply -f -`;
  const applied = await cluster.machine.run(apply, cluster.folder);
  if (applied.exitCode !== 0) return applied.stderr;
  const spec = await cluster.kubectl("get cronjob pki -o jsonpath={.spec.jobTemplate.spec.template.spec}");
  const manifest = await cluster.kubectl("get configmap pki -o 'jsonpath={.data.pki\\.json}'");
  await writeFile(join(room, "config", "pki.json"), manifest.stdout);
  const { initContainers, containers } = JSON.parse(spec.stdout) as Job;
  for (const { image, args } of [...initContainers, ...containers]) {
    const words = args.map((word) => word.replace(/^\/(pki|config|secrets)/, `${room}/$1`)).join(" ");
    const program = image.includes("kubectl")
      ? "kubectl --kubeconfig=admin.conf --as=system:serviceaccount:default:pki"
      : "cfssl";
    const { exitCode, stderr } = await cluster.machine.run(`${program} ${words}`, cluster.folder);
    if (exitCode !== 0) return stderr;
  }
  return (await cluster.kubectl("get secret web-tls -o jsonpath={.type}")).stdout;
}
