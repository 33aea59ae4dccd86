import type { Writable } from "../json-text.js";
import { type Answers, readDialled, readMachines } from "./answers.js";
import { peerUsages, profileOf, type Start, schemaOf } from "./start.js";

const key = { algo: "ecdsa", size: 256 };
const exampleMembers = [{ name: "etcd-1", ip: "192.168.1.31" }];

/** etcd alone: a CA, what each member shows to clients and to its peers, and a client. */
export function startEtcd(answers: Answers): Start {
  const given = readMachines("etcd", answers);
  const members = given.length === 0 ? exampleMembers : given;
  const member = {
    ...{ each: ["etcd"], ca: "ca", profile: "peer", request: { CN: "{name}" } },
    hosts: ["{name}", "{ip}", "localhost", "127.0.0.1"],
  };
  return {
    isExample: given.length === 0,
    files: [
      {
        path: "",
        value: {
          ...schemaOf(),
          config: "ca-config.json",
          nodes: new Map([["etcd", new Map(members.map(({ name, ip }) => [name, ip]))]]),
          cas: { ca: { request: "ca-csr.json" } },
          certificates: {
            "server-{name}": member,
            "peer-{name}": member,
            client: { ca: "ca", profile: "client", request: "client-csr.json" },
          },
        },
      },
      {
        path: "ca-config.json",
        value: configOf({
          peer: profileOf(peerUsages),
          client: profileOf(["signing", "key encipherment", "client auth"]),
        }),
      },
      { path: "ca-csr.json", value: { CN: "etcd-ca", key, ca: { expiry: "87600h" } } },
      { path: "client-csr.json", value: { CN: "client", key } },
    ],
  };
}

/** A CA, a server and a client, for any program that speaks TLS. */
export function startTls(answers: Answers): Start {
  const given = readDialled("hosts", answers);
  const hosts = given.length === 0 ? ["localhost", "127.0.0.1"] : given;
  return {
    isExample: given.length === 0,
    files: [
      {
        path: "",
        value: {
          ...schemaOf(),
          config: "ca-config.json",
          cas: { ca: { request: "ca-csr.json" } },
          certificates: {
            server: { ca: "ca", profile: "server", request: "server-csr.json", hosts },
            client: { ca: "ca", profile: "client", request: { CN: "client" } },
          },
        },
      },
      {
        path: "ca-config.json",
        value: configOf({
          server: profileOf(["signing", "key encipherment", "server auth"]),
          client: profileOf(["signing", "key encipherment", "client auth"]),
        }),
      },
      { path: "ca-csr.json", value: { CN: "Private CA", key, ca: { expiry: "87600h" } } },
      { path: "server-csr.json", value: { CN: hosts[0] ?? "", key } },
    ],
  };
}

function configOf(profiles: { readonly [name: string]: Writable }): Writable {
  return { signing: { default: { expiry: "8760h" }, profiles } };
}
