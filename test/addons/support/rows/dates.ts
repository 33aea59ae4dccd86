import { caOf, file, files, issue, kubeconfig, makeCa, openssl } from "../folders.js";
import type { Row } from "./row.js";
import { agedCa, apiServer, caFiles, day, web } from "./small.js";

export const dateRows: readonly Row[] = [
  {
    ...{ rule: "leaf-expired", what: "an API server", finds: "error pki/apiserver.crt" },
    make: () => apiServer({ shift: -400 * day }),
  },
  {
    ...{ rule: "leaf-expired", what: "a kubeconfig alone", finds: "error admin.conf" },
    make: () =>
      apiServer({}, {}, async (ca) => {
        const admin = { cn: "kubernetes-admin", o: "system:masters", profile: "client", shift: -400 * day } as const;
        return [
          file("admin.conf", kubeconfig("https://192.168.1.11:6443", ca.cert, await issue(ca, admin), "admin"), 0o600),
        ];
      }),
  },
  {
    ...{ rule: "leaf-expired", what: "a certificate that a newer one beside it has replaced" },
    make: async () => {
      const ca = await makeCa("test-ca");
      const asked = { cn: "web", hosts: ["web"], profile: "server" } as const;
      return [
        ...caFiles(ca),
        ...files("web-2024", await issue(ca, { ...asked, shift: -400 * day })),
        ...files("web", await issue(ca, asked)),
      ];
    },
  },
  {
    ...{ rule: "leaf-not-yet-valid", what: "a certificate of a clock that was ahead", finds: "error web.crt" },
    make: () => web({ shift: 2 * day }),
  },
  { ...{ rule: "leaf-not-yet-valid", what: "a certificate of a minute ago" }, make: () => web({ shift: -60_000 }) },
  {
    ...{ rule: "expiring-soon", what: "a server's last ten days", finds: "warning web.crt" },
    make: () => web({ shift: -355 * day }),
  },
  { ...{ rule: "expiring-soon", what: "a server's last forty days" }, make: () => web({ shift: -325 * day }) },
  {
    ...{ rule: "expiring-soon", what: "the first minutes of an hour's certificate" },
    make: () => web({ profile: "short" }),
  },
  {
    ...{ rule: "ca-expired", what: "a CA that signed a server", finds: "error ca.pem" },
    make: async () => {
      const ca = await agedCa("old-ca", 400 * day, "8760h");
      return [...caFiles(ca), ...files("web", await issue(ca, { cn: "web", hosts: ["web"], profile: "server" }))];
    },
  },
  {
    ...{ rule: "ca-expired", what: "a CA of openssl with a kubeconfig", finds: "error ca.crt" },
    make: async () => {
      const made = openssl(
        `req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out new.crt -subj /O=Old/CN=old-ca -days 3650
         x509 -in new.crt -signkey ca.key -days -1 -out ca.crt`,
      );
      const ca = await caOf({ cert: made("new.crt"), key: made("ca.key") });
      const web = await issue(ca, { cn: "web", hosts: ["web"], profile: "server" });
      return [file("ca.crt", made("ca.crt")), file("ca.key", ca.key, 0o600), ...files("web", web)];
    },
  },
  {
    ...{ rule: "ca-expired", what: "an old CA that its renewal replaced" },
    make: async () => {
      const [old, ca] = [await agedCa("old-ca", 400 * day, "8760h"), await makeCa("new-ca")];
      return [file("ca.pem", old.cert + ca.cert), ...files("web", await issue(ca, { cn: "web", hosts: ["web"] }))];
    },
  },
  {
    ...{ rule: "ca-expiring-soon", what: "a CA's last ten days", finds: "warning ca.pem" },
    make: async () => caFiles(await agedCa("test-ca", 355 * day, "8760h")),
  },
  {
    ...{ rule: "ca-expiring-soon", what: "a CA's last forty days" },
    make: async () => caFiles(await agedCa("test-ca", 325 * day, "8760h")),
  },
  {
    ...{ rule: "ca-expiring-soon", what: "a CA's last ten days, with a new one of its name beside it" },
    make: async () => {
      const [old, ca] = [await agedCa("test-ca", 355 * day, "8760h"), await makeCa("test-ca")];
      const server = await issue(old, { cn: "web", hosts: ["web"], profile: "server" });
      return [file("ca.pem", old.cert + ca.cert), ...files("web", server)];
    },
  },
  {
    ...{ rule: "leaf-outlives-ca", what: "a server of a CA of 200 days", finds: "warning web.crt" },
    make: async () => {
      const ca = await agedCa("test-ca", 0, "4800h");
      return [...caFiles(ca), ...files("web", await issue(ca, { cn: "web", hosts: ["web"], profile: "server" }))];
    },
  },
  {
    ...{ rule: "leaf-outlives-ca", what: "a server that was issued for the same days in the same hour" },
    make: async () => {
      const ca = await agedCa("test-ca", 3_600_000, "8760h");
      return [...caFiles(ca), ...files("web", await issue(ca, { cn: "web", hosts: ["web"], profile: "server" }))];
    },
  },
];
