import { baseName } from "../../inventory/tree.js";
import type { Use } from "../../inventory/use.js";
import type { Scene } from "../scene/scene.js";

/** How to restart the programs that use these files; "" if none is known. */
export function restartText(paths: readonly string[], scene: Scene): string {
  const ways = new Set(paths.flatMap((path) => scene.usesOf(path).map(wayOf)).filter((way) => way !== ""));
  const [first, ...others] = ways;
  if (first === undefined) return "";
  return `Then ${[first, ...others].slice(0, 3).join("; ")}${others.length > 2 ? "; and restart what else uses it" : ""}.`;
}

function wayOf({ component, by }: Use): string {
  const name = baseName(by);
  if (component === "-role" || component === "kubeadm") return "";
  if (component === "a program") return `restart what reads ${by}`;
  if (name.endsWith(".service")) return `systemctl restart ${name.slice(0, -".service".length)}`;
  if (/(?:^|\/)(?:manifests|pod-manifests)\//.test(by)) {
    // The kubelet restarts a static pod when its manifest goes and comes, and not when a certificate changes.
    return `restart ${component}: move ${by} out of its folder, wait until it has stopped, and move it back`;
  }
  if (component === "nginx" || component === "haproxy" || component === "apache") return `reload ${component}`;
  return component === "kubelet" ? "systemctl restart kubelet" : `restart ${component}`;
}
