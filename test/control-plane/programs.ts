import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { areInstalled, saySkipped } from "../support/installed.js";
import { canStartMachines } from "./machine.js";

/** The folder of kube-apiserver and the other programs of Kubernetes. */
const folder = process.env["KUBERNETES_DIR"] ?? join(homedir(), ".cache", "kubernetes-1.20.2");

/** The path of a program of the control plane; etcd is in PATH. */
export function componentPath(name: string): string {
  return name === "etcd" ? name : join(folder, name);
}

/** Whether a control plane can be started here. If not, a line says why, and what is not tested. */
export function hasControlPlane(untested: string, components = ["kube-apiserver"]): boolean {
  const missing = components.map(componentPath).filter((path) => !existsSync(path));
  if (missing.length > 0) saySkipped(`Not there: ${missing.join(", ")}.`, untested);
  const others = ["etcd", "kubectl", "curl", "openssl", "ip", "nsenter", "unshare"];
  return missing.length === 0 && areInstalled(others, untested) && canStartMachines(untested);
}
