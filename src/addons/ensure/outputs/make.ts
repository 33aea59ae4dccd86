import type { Signers } from "../make/signers.js";
import { certificatePath, type KeyRow, keyPath, type Row } from "../manifest/row.js";
import type { Workshop } from "../plan/context.js";
import type { Plan } from "../plan/plan.js";
import { readTexts } from "../plan/present.js";
import type { StoredFile } from "../store/store.js";
import { encodeOutput } from "./encode.js";
import { readMaterial } from "./material.js";
import type { DueOutput } from "./plan.js";

/**
 * Makes the outputs of a row that are due.
 *
 * @param made the files of the row that were made just now
 */
export async function makeOutputs(
  row: Row | KeyRow,
  due: readonly DueOutput[],
  made: readonly StoredFile[],
  { authorities, listing }: Pick<Plan, "authorities" | "listing">,
  signers: Signers,
  workshop: Workshop,
): Promise<readonly StoredFile[]> {
  if (due.length === 0) return [];
  const present = await readTexts(row, workshop, listing);
  const newOf = (path: string) => made.find((file) => file.path === path)?.bytes;
  const texts = {
    certificateText: newOf(certificatePath(row)) ?? present.certificateText,
    keyText: newOf(keyPath(row)) ?? present.keyText,
  };
  const cas = new Map([...authorities].map(([name, authority]) => [name, authority.row]));
  const linkOf = async ({ name }: Row) => {
    const others = authorities.get(name)?.present.others ?? [];
    return { certificate: await signers.certificateOf(name), others };
  };
  const outputs = due.map(({ output }) => output);
  const material = await readMaterial(row, outputs, texts, linkOf, cas, workshop);
  const context = { cas, random: workshop.context.random };
  return Promise.all(due.map(({ output, password }) => encodeOutput(output, row, material, password, context)));
}
