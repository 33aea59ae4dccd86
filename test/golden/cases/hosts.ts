import { family, golden, pem } from "../describe.js";
import { authority } from "./common.js";

/** Hosts, by the kind that they are taken for. */
const lists: Record<string, string[]> = {
  "dns-names": ["a.com", "*.x.com", "localhost", "EXAMPLE.com", "example.com.", "exa_mple", "xn--bcher-kva.example"],
  "odd-dns-names": [
    "a b.com",
    " a.com ",
    "a..b",
    ".a",
    "-a",
    "",
    "1.2.3",
    "01.2.3.4",
    "256.1.1.1",
    "1.2.3.4.5",
    "0x7f.0.0.1",
  ],
  "ranges-and-brackets": ["10.0.0.0/8", "[::1]", "127.0.0.1:80", "2001:db8::/32", "1::2::3", "::1%eth0"],
  addresses: [
    "127.0.0.1",
    "::1",
    "2001:db8::1",
    "::ffff:1.2.3.4",
    "::",
    "0.0.0.0",
    "2001:DB8:0:0:0:0:0:ff",
    "::1.2.3.4",
  ],
  emails: ["a@b.c", "Foo <a@b.c>", "<a@b.c>", '"a b"@c.d', "a@b.c (comment)", "a@b", "very.common+tag@example.com"],
  "email-forms": ["group: a@b.c;", "=?utf-8?q?x?= <a@b.c>", "a@[1.2.3.4]", '"quoted \\" one"@x.y', "a.b.@c", "a@b..c"],
  "email-failures": ["a@b.c, d@e.f", "a@", "@b", "a@@b", "<a@b.c", "a b@c.d", "a@b c"],
  uris: [
    "http://example.com",
    "https://example.com/a?b=c#d",
    "spiffe://cluster/ns/x",
    "urn:isbn:1",
    "HTTP://UP",
    "mailto:a@b",
  ],
  "uri-forms": [
    "*",
    "localhost:8080",
    "foo:bar",
    "fe80::1%eth0",
    "IP:1.2.3.4",
    "DNS:foo.com",
    "c:/x",
    "/foo",
    "//foo/bar",
    "/a?b#c",
  ],
  "uri-empty": ["http://", "//", "http:", "URN:isbn:1", "a:", "http://x?"],
  "uri-escapes": [
    "http://x/a b",
    "http://x/#",
    'http://x/"<>`{}|^\\',
    "http://x/%41",
    "http://x/é",
    "http://x/?a b=%zz",
    "/é",
  ],
  "uri-users": ["http://user@x/", "http://user:pass@x/", "http://u:p%40q@x/", "http://:@x/"],
  "uri-addresses": ["http://[::1]:80/", "http://1.2.3.4:5/", "http://[fe80::1%25en0]/"],
  "uri-failures": [
    "http://x/%zz",
    "http://%zz/",
    "http://x:abc/",
    "http://[::1",
    "1http://a",
    "#frag",
    "?q",
    "http://a b/",
    "a://b:c",
    "http://%41/",
    ":x",
  ],
  duplicates: ["a.com", "a.com", "127.0.0.1", "127.0.0.1", "a@b.c", "a@b.c"],
  "order-of-kinds": ["http://x/", "127.0.0.1", "a@b.c", "a.com", "urn:x:y", "::1", "d@e.f", "b.com"],
  controls: ["a\0b", "a\nb", "a\tb", "\u007f"],
  none: [],
  "one-empty": [""],
};

/** Hosts that no extension can hold. */
const refused: Record<string, string[]> = {
  "not-ascii-dns": ["bücher.example"],
  "not-ascii-email": ["ü@b.c"],
  "not-ascii-uri-query": ["http://x/?ü"],
  "not-ascii-uri-host": ["http://ü/"],
  "not-ascii-second": ["a.example", "例え.jp"],
};

/** Hosts with which a signer refuses the request, or reads it differently. */
const signed: Record<string, string[]> = {
  "uri-double-dot": ["http://a..b/"],
  "uri-leading-dot": ["http://.a/"],
  "uri-trailing-dot": ["http://a./"],
  "uri-underscore": ["http://a_b/"],
  "uri-no-host": ["foo:bar"],
  "uri-star": ["*"],
  "uri-escaped-host": ["http://%41b/"],
  "uri-address": ["http://[::1]:80/x"],
  "odd-dns": ["a b", "", "10.0.0.0/8", " x "],
};

export const hostCases = [
  ...family("hosts/", lists, (name, hosts) =>
    golden(name, "cfssl gencert -initca -ca-key ca-key.pem request.json", {
      "ca-key.pem": pem("ca-rsa-2048-key.pem"),
      "request.json": { CN: "x", hosts },
    }),
  ),
  ...family("hosts/", refused, (name, hosts) =>
    golden(name, "cfssl gencert -initca -ca-key ca-key.pem request.json", {
      "ca-key.pem": pem("ca-ecdsa-256-key.pem"),
      "request.json": { CN: "x", hosts },
    }),
  ),
  ...family("hosts/signed-", signed, (name, hosts) =>
    golden(name, "cfssl gencert -ca ca.pem -ca-key ca-key.pem request.json", {
      ...authority(),
      "request.json": { CN: "x", hosts },
    }),
  ),
  golden("genkey/host-not-ascii", "cfssl genkey request.json", { "request.json": { CN: "x", hosts: ["ü"] } }),
  golden("genkey/host-not-ascii-initca", "cfssl genkey -initca request.json", {
    "request.json": { CN: "x", hosts: ["ü"] },
  }),
  golden("gencert/host-not-ascii", "cfssl gencert -ca ca.pem -ca-key ca-key.pem request.json", {
    ...authority(),
    "request.json": { CN: "x", hosts: ["ü"] },
  }),
  golden("gencert/hostname-not-ascii", "cfssl gencert -ca ca.pem -ca-key ca-key.pem -hostname ü request.json", {
    ...authority(),
    "request.json": { CN: "x" },
  }),
  golden(
    "gencert/hostname-list",
    "cfssl gencert -ca ca.pem -ca-key ca-key.pem -hostname 'a.example,127.0.0.1,, b ' request.json",
    {
      ...authority(),
      "request.json": { CN: "x", hosts: ["replaced.example"] },
    },
  ),
  golden("gencert/hostname-empty", "cfssl gencert -ca ca.pem -ca-key ca-key.pem -hostname= request.json", {
    ...authority(),
    "request.json": { CN: "x", hosts: ["kept.example"] },
  }),
];
