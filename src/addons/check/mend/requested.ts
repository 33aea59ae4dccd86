import { addTo } from "../../groups.js";
import type { RequestFile } from "../../inventory/cfssl-files.js";
import type { IssuingCall } from "../../inventory/issuing-calls.js";
import { baseName, parentOf } from "../../inventory/tree.js";
import type { Scene } from "../scene/scene.js";
import { stemOf } from "./shell.js";

/** The request that a file was issued for, and the line of a script that did it. */
export interface Requested {
  readonly request?: RequestFile;
  readonly call?: IssuingCall;
}

interface Index {
  readonly requests: ReadonlyMap<string, readonly RequestFile[]>;
  readonly calls: ReadonlyMap<string, readonly IssuingCall[]>;
}

const indexes = new WeakMap<Scene, Index>();

/** Finds the request of a certificate's file: what a script names, else `NAME-csr.json`. */
export function requestedFor(path: string, scene: Scene): Requested {
  const { requests, calls } = indexOf(scene);
  const name = baseName(stemOf(path));
  const [call] = calls.get(name) ?? [];
  const { finder, requestFiles } = scene.inventory;
  const named = call && call.request !== "" ? finder.find(call.request, call.path) : null;
  const called = named === null ? undefined : requestFiles.find((each) => each.path === named);
  const alike = requests.get(name) ?? [];
  const beside =
    alike.find((each) => parentOf(each.path) === parentOf(path)) ?? (alike.length === 1 ? alike[0] : undefined);
  const request = called ?? beside;
  return { ...(request && !request.hasCaSection ? { request } : {}), ...(call ? { call } : {}) };
}

function indexOf(scene: Scene): Index {
  const known = indexes.get(scene);
  if (known) return known;
  const requests = new Map<string, RequestFile[]>();
  const calls = new Map<string, IssuingCall[]>();
  const { inventory } = scene;
  for (const request of inventory.requestFiles) {
    const [, name] = /^(.+?)[-_.](?:csr|request)\.json$/.exec(baseName(request.path)) ?? [];
    if (name !== undefined) addTo(requests, name, request);
  }
  for (const call of inventory.calls) {
    if (call.isInitca || call.baseName === "") continue;
    const name = baseName(call.baseName);
    addTo(calls, name, call);
  }
  const index = { requests, calls };
  indexes.set(scene, index);
  return index;
}
