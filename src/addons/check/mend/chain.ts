import type { Holding } from "../../inventory/graph.js";
import type { Scene } from "../scene/scene.js";
import { word } from "./shell.js";

/** Commands for files of several certificates. */

/** Prints the nth certificate of a file; 1 is the first. */
function nth(path: string, position: number): string {
  return `awk '/BEGIN C/ { n++ } n == ${position}' ${word(path)}`;
}

/** Writes the certificates of a file in another order: their positions, from 1. */
export function reorder(path: string, positions: readonly number[]): readonly string[] {
  const made = `${path}.mended`;
  return [
    ...positions.map((position, at) => `${nth(path, position)} ${at === 0 ? ">" : ">>"} ${word(made)}`),
    `cp ${word(made)} ${word(path)}`,
    `rm ${word(made)}`,
  ];
}

/** The order that servers show: the certificate of the key, then each one's issuer. */
export function orderFrom(first: Holding, all: readonly Holding[]): readonly number[] {
  const order = [first];
  for (let last: Holding | undefined = first; last; ) {
    const next: Holding | undefined = last.issuers.find((issuer) => all.includes(issuer) && !order.includes(issuer));
    if (next) order.push(next);
    last = next;
  }
  return [...order, ...all.filter((each) => !order.includes(each))].map((each) => all.indexOf(each) + 1);
}

/** Appends a CA's certificate to a file, out of the first file that has it. */
export function appendCertificate(path: string, authority: Holding, scene: Scene): readonly string[] {
  const place = authority.places.find(({ member }) => member === "");
  if (!place) return [];
  const isAlone = scene.certificatesIn(place.path).length === 1;
  const last = scene.inventory.tree.files.find((file) => file.path === path)?.bytes?.at(-1);
  return [
    ...(last === 0x0a ? [] : [`echo >> ${word(path)}`]),
    `${isAlone ? `cat ${word(place.path)}` : nth(place.path, place.position + 1)} >> ${word(path)}`,
  ];
}
