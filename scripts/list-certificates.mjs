// Prints a table of the certificates in a folder: node scripts/list-certificates.mjs DIR
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** RFC 5280 §4.2.1.3: in the order of the bits, in the words of a signing profile. */
const usages = [
  "digital signature",
  "content commitment",
  "key encipherment",
  "data encipherment",
  "key agreement",
  "cert sign",
  "crl sign",
  "encipher only",
  "decipher only",
];

/** RFC 5280 §4.2.1.12. */
const extendedUsages = { "1.3.6.1.5.5.7.3.1": "server auth", "1.3.6.1.5.5.7.3.2": "client auth" };

const [folder = "."] = process.argv.slice(2);
const head = ["file", "subject", "SANs", "usages", "expires", "issuer"].map((title) => [title]);
const rows = readdirSync(folder)
  .filter((name) => name.endsWith(".pem") && !name.endsWith("-key.pem"))
  .sort()
  .map((name) => describe(name, new X509Certificate(readFileSync(join(folder, name)))));
console.log(layOut([head, ...rows]));

/** The cells of a row. Each is a list of lines. */
function describe(name, certificate) {
  const { subject, subjectAltName = "", validTo, issuer } = certificate;
  const commonName = /^CN=(.*)$/m.exec(issuer)?.[1] ?? issuer.replaceAll("\n", ", ");
  return [
    [name],
    subject.split("\n"),
    subjectAltName === "" ? ["–"] : subjectAltName.replaceAll("IP Address:", "IP:").split(", "),
    [...keyUsages(certificate.raw), ...(certificate.keyUsage ?? []).map((id) => extendedUsages[id] ?? id)],
    [new Date(validTo).toISOString().slice(0, 10)],
    [commonName],
  ];
}

/** node:crypto does not show the extension keyUsage (2.5.29.15), so this finds its BIT STRING in the DER. */
function keyUsages(der) {
  const at = der.indexOf(Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x0f]));
  if (at < 0) return [];
  const bitString = der.indexOf(0x03, at + 5);
  const bits = der.subarray(bitString + 3, bitString + 2 + der[bitString + 1]);
  return usages.filter((_, bit) => (bits[bit >> 3] & (0x80 >> (bit & 7))) !== 0);
}

function layOut(table) {
  const widths = table[0].map((_, column) =>
    Math.max(...table.flatMap((row) => row[column].map((line) => line.length))),
  );
  const line = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd();
  const blocks = table.map((row) => {
    const height = Math.max(...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, index) => line(row.map((cell) => cell[index] ?? ""))).join("\n");
  });
  const rule = line(widths.map((width) => "─".repeat(width)));
  return blocks.join(`\n${rule}\n`);
}
