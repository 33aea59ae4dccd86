import { equalBytes } from "../../../go/bytes.js";
import { decodePem } from "../../../go/pem.js";
import { readPkcs8Salts, readPkcs12Salts } from "../../../x509/parse/salts.js";
import type { ExportMaterial } from "../../export/material.js";
import type { Output } from "../manifest/output.js";
import type { KeyRow, Row } from "../manifest/row.js";
import { encodeOutput, type OutputContext } from "./encode.js";

/**
 * Whether a file is what its output makes of a certificate and key: it is made again, and compared byte by byte. What is
 * encrypted is made with the salts of the file, so that it is the same if password and contents are.
 */
export async function isCurrent(
  output: Output,
  bytes: Uint8Array,
  row: Row | KeyRow,
  material: ExportMaterial,
  password: string | null,
  context: OutputContext,
): Promise<boolean> {
  const salts = output.password === null ? [] : readSalts(output, bytes);
  if (salts === null) return false;
  const made = await encodeOutput(output, row, material, password, { ...context, random: replay(salts) });
  return equalBytes(made.bytes, bytes);
}

function readSalts({ form, asDer }: Output, bytes: Uint8Array): readonly Uint8Array[] | null {
  if (form !== "pkcs8-encrypted") return readPkcs12Salts(bytes);
  const der = asDer ? bytes : decodePem(bytes)?.block.bytes;
  return der ? readPkcs8Salts(der) : null;
}

/** Gives what was random once, in its order. */
function replay(salts: readonly Uint8Array[]): (length: number) => Uint8Array {
  let at = 0;
  return (length) => {
    const salt = salts[at++];
    return salt?.length === length ? salt : new Uint8Array(length);
  };
}
