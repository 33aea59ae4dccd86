import { type FileToCheck, genkey } from "../../../../src/index.js";
import { file, files, issue, makeCa, manifest } from "../folders.js";
import type { Row } from "./row.js";
import { apiServer, caFiles, changed, web } from "./small.js";

const bytesOf = ({ bytes }: FileToCheck) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString());
const asUtf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

/** An API server whose front proxy's certificate has these contents. */
async function frontProxy(contents: string): Promise<readonly FileToCheck[]> {
  const flags = {
    "requestheader-client-ca-file": "/etc/kubernetes/pki/front-proxy-ca.crt",
    "proxy-client-cert-file": "/etc/kubernetes/pki/front-proxy-client.crt",
    "proxy-client-key-file": "/etc/kubernetes/pki/front-proxy-client.key",
  };
  return apiServer({}, flags, async () => {
    const ca = await makeCa("front-proxy-ca");
    const { key } = await issue(ca, { cn: "front-proxy-client", profile: "client" });
    return [
      ...files("pki/front-proxy-ca", ca),
      file("pki/front-proxy-client.crt", contents),
      file("pki/front-proxy-client.key", key, 0o600),
    ];
  });
}

/** A scheduler's certificate in its request's place, and its key. */
async function request(path: string): Promise<readonly FileToCheck[]> {
  const ca = await makeCa("kubernetes-ca");
  const { csr, key } = await genkey({ CN: "system:kube-scheduler" });
  return [...caFiles(ca), file(path, csr), file("kube-scheduler-key.pem", key, 0o600)];
}

export const fileRows: readonly Row[] = [
  {
    ...{ rule: "file-empty", what: "the certificate of the front proxy", finds: "error pki/front-proxy-client.crt" },
    make: () => frontProxy(""),
  },
  {
    ...{ rule: "file-empty", what: "a note that is empty" },
    make: async () => [...(await web()), file("notes.txt", "\n")],
  },
  {
    ...{ rule: "pem-truncated", what: "a certificate of which a whole copy is there", finds: "error web.crt" },
    make: async () => {
      const whole = await web();
      const copies = whole
        .filter(({ path }) => path === "web.crt")
        .map((each) => ({ ...each, path: "copies/web.crt" }));
      return [...changed(whole, "web.crt", (each) => ({ ...each, bytes: bytesOf(each).slice(0, -60) })), ...copies];
    },
  },
  {
    ...{ rule: "pem-truncated", what: "text around the blocks" },
    make: async () =>
      changed(await web(), "web.crt", (each) => ({ ...each, bytes: `Certificate:\n${bytesOf(each)}issued today\n` })),
  },
  {
    ...{ rule: "pem-bom", what: "a CA that was edited on Windows", finds: "error ca.pem" },
    make: async () => changed(await web(), "ca.pem", (each) => ({ ...each, bytes: `\ufeff${bytesOf(each)}` })),
  },
  {
    ...{ rule: "pem-bom", what: "a mark before a line of text, which no block suffers from" },
    make: async () => changed(await web(), "ca.pem", (each) => ({ ...each, bytes: `\ufeffThe CA\n${bytesOf(each)}` })),
  },
  {
    ...{ rule: "pem-utf16", what: "a certificate that PowerShell wrote", finds: "error web.crt" },
    make: async () => changed(await web(), "web.crt", (each) => ({ ...each, bytes: asUtf16(bytesOf(each)) })),
  },
  {
    ...{ rule: "pem-utf16", what: "a page that PowerShell wrote" },
    make: async () => [...(await web()), file("README.txt", asUtf16("certificates\n"))],
  },
  {
    ...{ rule: "cert-is-csr", what: "a request under a certificate's name", finds: "error kube-scheduler.pem" },
    make: () => request("kube-scheduler.pem"),
  },
  { ...{ rule: "cert-is-csr", what: "a request under its own name" }, make: () => request("kube-scheduler.csr") },
  {
    ...{ rule: "cert-key-swapped", what: "a server's two files", finds: "error web.crt" },
    make: async () => {
      const whole = await web();
      const other = (path: string) => whole.find((each) => each.path === path)?.bytes ?? "";
      return changed(
        changed(whole, "web.crt", (each) => ({ ...each, bytes: other("web.key"), mode: 0o600 })),
        "web.key",
        (each) => ({ ...each, bytes: other("web.crt") }),
      );
    },
  },
  {
    ...{ rule: "cert-key-swapped", what: "a file that has both" },
    make: async () => {
      const ca = await makeCa("test-ca");
      const { cert, key } = await issue(ca, { cn: "web", hosts: ["web"] });
      return [...caFiles(ca), file("web.pem", key + cert, 0o600), file("kube-proxy.yaml", manifest("kube-proxy", {}))];
    },
  },
];
