import {
  type CleanFolders,
  caOf,
  type FaultyFolders,
  type Folder,
  file,
  files,
  issue,
  makeCa,
  openssl,
} from "./folders.js";

/** Servers and databases, with the certificates that their configurations name. */

type Side = "server" | "client";

interface Served {
  readonly names?: readonly string[];
  readonly profile?: Side;
  readonly key?: "own" | "other";
}

/** A CA, a server's pair and a client's pair, and the configuration that names them. */
async function program(path: string, text: string, served: Served = {}, side: Side = "server"): Promise<Folder> {
  const { names = ["db.example.com"], profile = side, key = "own" } = served;
  const ca = await makeCa("Root");
  const pair = await issue(ca, { cn: "db.example.com", hosts: side === "server" ? names : [], profile });
  const other = await issue(ca, { cn: "app", profile: "client" });
  const shown = { cert: pair.cert, key: key === "own" ? pair.key : other.key };
  return {
    files: [
      file("tls/ca.crt", ca.cert),
      ...files("tls/one", shown),
      ...files("tls/two", other),
      file("tls/both.pem", shown.key + shown.cert, 0o600),
      file(path, text),
    ],
  };
}

const redis = "tls-cert-file /tls/one.crt\ntls-key-file /tls/one.key\ntls-ca-cert-file /tls/ca.crt\n";
const mysql =
  "[mysqld]\nssl-cert=/tls/one.crt\nssl-key=/tls/one.key\n[client]\nssl-cert=/tls/two.crt\nssl-key=/tls/two.key\n";
const mongod = "net:\n  tls:\n    certificateKeyFile: /tls/both.pem\n    CAFile: /tls/ca.crt\n";
const postgres = "ssl_cert_file = 'one.crt'\t# (change requires restart)\nssl_key_file = 'one.key'\n";
const prometheus = "scrape_configs:\n- tls_config:\n    cert_file: /tls/one.crt\n    key_file: /tls/one.key\n";
const dockerd = '{\n"hosts": ["tcp://0.0.0.0"],\n"tlscert": "/tls/one.crt",\n"tlskey": "/tls/one.key"\n}\n';
const elastic =
  "xpack.security.http.ssl.key: tls/one.key\nxpack.security.http.ssl.certificate: tls/one.crt\nxpack.security.http.ssl.certificate_authorities: tls/ca.crt\n";

/** A server below an intermediate CA, whose certificate it sends or not. */
async function below(path: string, text: string, sent = true): Promise<Folder> {
  const root = await makeCa("Root");
  const middle = await caOf(await issue(root, { cn: "Middle", profile: "ca" }));
  const pair = await issue(middle, { cn: "www", hosts: ["www.example.com"], profile: "server" });
  return {
    files: [
      file("root.pem", root.cert),
      file("middle.pem", middle.cert),
      file("tls/one.crt", sent ? pair.cert + middle.cert : pair.cert),
      file("tls/one.key", pair.key),
      // certbot keeps the certificate alone, too.
      file("tls/alone.pem", pair.cert),
      file(path, text),
    ],
  };
}

const envoy = `'@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
tls_certificates:
- certificate_chain: { filename: /tls/one.crt }
  private_key: { filename: /tls/one.key }
`;
const traefik = "tls:\n  certificates:\n    - certFile: /tls/one.crt\n      keyFile: /tls/one.key\n";
const caddyfile = "www.example.com {\n  tls /tls/one.crt /tls/one.key\n}\n";
const commented = "ssl_certificate /tls/one.crt; # managed by Certbot\nssl_certificate_key /tls/one.key; # the same\n";

/** easy-rsa has certificates and keys in two folders, and no alternative names in old releases. */
async function easyRsa(key: "own" | "other" = "own"): Promise<Folder> {
  const ca = await makeCa("Easy-RSA CA");
  const [server, client] = [await issue(ca, { cn: "server", profile: "server" }), await issue(ca, { cn: "client1" })];
  return {
    files: [
      file("pki/ca.crt", ca.cert),
      file("pki/issued/server.crt", server.cert),
      file("pki/private/server.key", key === "own" ? server.key : client.key),
      file(
        "server.conf",
        "dev tun\nca /pki/ca.crt\ncert /pki/issued/server.crt\nkey /pki/private/server.key # secret\n",
      ),
    ],
  };
}

/** Keys with passwords that their programs are told, and that of a CA, for which a person types it. */
async function passwords(): Promise<Folder> {
  const made = openssl(`
    req -x509 -newkey rsa:2048 -passout pass:x -keyout ca.key -out ca.crt -subj /CN=CA -days 900
    req -newkey rsa:2048 -passout pass:x -keyout one.key -out one.csr -subj /CN=one
    x509 -req -in one.csr -CA ca.crt -CAkey ca.key -passin pass:x -out one.crt -days 300 -extfile <(printf subjectAltName=DNS:one)`);
  const [nginx, step] = [
    "ssl_password_file /pw;\nssl_certificate one.crt;\nssl_certificate_key one.key;\n",
    '"crt": "ca.crt",\n"key": "ca.key"',
  ];
  return {
    files: [
      ...["ca", "one"].flatMap((name) => files(name, { cert: made(`${name}.crt`), key: made(`${name}.key`) })),
      file("nginx.conf", nginx),
      file("ca.json", `{\n${step}\n}\n`),
    ],
  };
}

/** What openssl makes without more words has CA:TRUE, and what systems trust has old CAs among others. */
async function selfMade(): Promise<Folder> {
  const made = openssl(`
    req -x509 -newkey rsa:2048 -nodes -keyout web.key -out web.crt -subj /CN=web -days 90 -addext subjectAltName=DNS:web -addext keyUsage=digitalSignature
    req -x509 -newkey rsa:1024 -nodes -keyout weak.key -out weak.crt -subj /CN=weak -days 20
    req -x509 -newkey rsa:2048 -nodes -keyout good.key -out good.crt -subj /CN=good -days 900
    x509 -in good.crt -trustout -addtrust serverAuth -out trusted.crt`);
  return {
    files: [
      ...files("web", { cert: made("web.crt"), key: made("web.key") }),
      file("ca-certificates.crt", made("weak.crt") + made("good.crt")),
      file("trusted.crt", made("trusted.crt")),
      file(
        "nginx.conf",
        "ssl_certificate web.crt;\nssl_certificate_key web.key;\nssl_trusted_certificate ca-certificates.crt;\n",
      ),
    ],
  };
}

/** nginx with two kinds of keys, redis as a server and as a client, and a folder of requests. */
async function several(): Promise<Folder> {
  const ca = await makeCa("Root");
  const names = { cn: "x", hosts: ["x"], profile: "server" } as const;
  const made = openssl("req -newkey rsa:2048 -nodes -keyout x.key -out x.csr -subj /CN=x");
  return {
    files: [
      ...files("one", await issue(ca, names)),
      ...files("two", await issue(ca, names)),
      ...files("three", await issue(ca, { cn: "app", profile: "client" })),
      file("certificate_requests/x.pem", made("x.csr")),
      file(
        "nginx.conf",
        "ssl_certificate one.crt;\nssl_certificate two.crt;\nssl_certificate_key one.key;\nssl_certificate_key two.key;\n",
      ),
      file(
        "redis.conf",
        "tls-cert-file one.crt\ntls-client-cert-file three.crt\ntls-key-file one.key\ntls-client-key-file three.key\n",
      ),
    ],
  };
}

/** nginx below an intermediate whose root is there, or was made again. */
async function rooted(present: "own" | "again" = "own"): Promise<Folder> {
  const root = await makeCa("Root");
  const middle = await caOf(await issue(root, { cn: "Middle", profile: "ca" }));
  const pair = await issue(middle, { cn: "www", hosts: ["www.example.com"], profile: "server" });
  return {
    files: [
      file("root.pem", present === "own" ? root.cert : (await makeCa("Root")).cert),
      ...files("www", { cert: pair.cert + middle.cert, key: pair.key }),
      file("nginx.conf", "ssl_certificate www.crt;\nssl_certificate_key www.key;\nssl_client_certificate root.pem;\n"),
    ],
  };
}

const list = "# comment\n/tls/both.pem [alpn h2] db.example.com\n";

export const cleanPrograms: CleanFolders = {
  "redis without alternative names": () => program("redis.conf", redis, { names: [] }),
  "MySQL, its clients, and no alternative names": () => program("my.cnf", mysql, { names: [] }),
  "mongod, with one file for both": () => program("mongod.conf", mongod),
  "PostgreSQL with comments": () => program("tls/postgresql.conf", postgres),
  "Prometheus as a client": () => program("prometheus.yml", prometheus, {}, "client"),
  "docker's daemon with hosts": () => program("daemon.json", dockerd),
  "Elasticsearch, key first": () => program("elasticsearch.yml", elastic),
  "Envoy below an intermediate": () => below("envoy.yaml", envoy),
  "Traefik below an intermediate": () => below("dynamic.yml", traefik),
  "nginx as certbot writes it": () => below("nginx.conf", commented),
  "easy-rsa without alternative names": () => easyRsa(),
  "nginx with an intermediate and its root": () => rooted(),
  "a list of haproxy's": () => program("etc/haproxy/crt-list.txt", list),
  "keys with passwords": passwords,
  "self-signed servers with CA:TRUE, and a system's bundle": selfMade,
  "several certificates of one program": several,
};

export const faultyPrograms: FaultyFolders = {
  "redis with a client's certificate": [
    () => program("redis.conf", redis, { profile: "client" }),
    "error eku-server-missing tls/one.crt",
  ],
  "docker's daemon with a client's certificate": [
    () => program("daemon.json", dockerd, { profile: "client" }),
    "error eku-server-missing tls/one.crt",
  ],
  "Prometheus with a server's certificate": [
    () => program("prometheus.yml", prometheus, { profile: "server" }, "client"),
    "error eku-client-missing tls/one.crt",
  ],
  "mongod with another's key": [
    async () => {
      const { files: all } = await program("mongod.conf", mongod, { key: "other" });
      return { files: all.filter(({ path }) => !path.startsWith("tls/one")) };
    },
    "error key-mismatch tls/both.pem",
  ],
  "a list of haproxy's with a client's certificate": [
    () => program("etc/haproxy/crt-list.txt", list, { profile: "client" }),
    "error eku-server-missing tls/both.pem",
  ],
  "PostgreSQL's client with a server's certificate": [
    async () => {
      const ca = await makeCa("Root");
      const pair = await issue(ca, { cn: "app", profile: "server" });
      return { files: [file("root.crt", ca.cert), ...files("home/app/.postgresql/postgresql", pair)] };
    },
    "error eku-client-missing home/app/.postgresql/postgresql.crt",
  ],
  "a root that was made again above an intermediate": [() => rooted("again"), "error wrong-ca root.pem"],
  "Envoy without the intermediate": [
    () => below("envoy.yaml", envoy, false),
    "error chain-missing-intermediate tls/one.crt",
  ],
  "Traefik without the intermediate": [
    () => below("dynamic.yml", traefik, false),
    "error chain-missing-intermediate tls/one.crt",
  ],
  "Caddy without the intermediate": [
    () => below("Caddyfile", caddyfile, false),
    "error chain-missing-intermediate tls/one.crt",
  ],
  "nginx with comments, without the intermediate": [
    () => below("nginx.conf", commented, false),
    "error chain-missing-intermediate tls/one.crt",
  ],
  "easy-rsa with another's key": [() => easyRsa("other"), "error key-mismatch pki/private/server.key"],
};
