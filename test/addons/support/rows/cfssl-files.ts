import { file } from "../folders.js";
import type { Row } from "./row.js";
import { cfsslFolder, changed } from "./small.js";

const server = { CN: "kubernetes", hosts: ["10.0.0.1", "10.0.0.2"], names: [{ O: "Example" }] };
const issued = { cn: "kubernetes", o: "Example", hosts: ["10.0.0.1", "10.0.0.2"] };

const profiles = (...usages: readonly string[]) => ({
  signing: { default: { expiry: "8760h" }, profiles: { kubernetes: { expiry: "8760h", usages } } },
});

const script = (profile: string) =>
  file(
    "certificates.sh",
    `cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json -profile=${profile} kubernetes-csr.json | cfssljson -bare kubernetes\n`,
  );

export const cfsslRows: readonly Row[] = [
  {
    ...{ rule: "json-broken", what: "a request without a comma", finds: "error kubernetes-csr.json" },
    make: async () =>
      changed(await cfsslFolder({ kubernetes: server }, { kubernetes: issued }), "kubernetes-csr.json", (each) => ({
        ...each,
        bytes: String(each.bytes).replace('"10.0.0.1",', '"10.0.0.1"'),
      })),
  },
  {
    ...{ rule: "json-broken", what: "a list with a comma too many", finds: "error ca-config.json" },
    make: async () =>
      changed(await cfsslFolder({}, { kubernetes: issued }), "ca-config.json", (each) => ({
        ...each,
        bytes: String(each.bytes).replace('"client auth"', '"client auth",'),
      })),
  },
  {
    ...{ rule: "json-broken", what: "a request" },
    make: () => cfsslFolder({ kubernetes: server }, { kubernetes: issued }),
  },
  {
    ...{ rule: "profile-missing", what: "a script", finds: "error certificates.sh" },
    make: async () => [...(await cfsslFolder({ kubernetes: server }, { kubernetes: issued })), script("kubernets")],
  },
  {
    ...{ rule: "profile-missing", what: "a script that names the profile" },
    make: async () => [...(await cfsslFolder({ kubernetes: server }, { kubernetes: issued })), script("kubernetes")],
  },
  {
    ...{ rule: "usage-unknown", what: "a profile", finds: "error ca-config.json" },
    make: () => cfsslFolder({}, { kubernetes: issued }, profiles("signing", "server auth", "client_auth")),
  },
  {
    ...{ rule: "usage-unknown", what: "a profile with rare usages" },
    make: () => cfsslFolder({}, { kubernetes: issued }, profiles("digital signature", "server auth", "ipsec user")),
  },
  {
    ...{ rule: "request-changed", what: "a request with one more host", finds: "warning kubernetes.pem" },
    make: () =>
      cfsslFolder({ kubernetes: { ...server, hosts: [...server.hosts, "10.0.0.3"] } }, { kubernetes: issued }),
  },
  {
    ...{ rule: "request-changed", what: "a request with its hosts in another order" },
    make: () => cfsslFolder({ kubernetes: { ...server, hosts: ["10.0.0.2", "10.0.0.1"] } }, { kubernetes: issued }),
  },
];
