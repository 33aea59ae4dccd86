/** What a message tells besides its meaning. */
export interface MessageFacts {
  /** The host or address that somebody dialled, and that a certificate should be valid for. */
  readonly dialled?: string;
  readonly port?: string;
  /** The names and addresses that the certificate is valid for. */
  readonly valid?: readonly string[];
  /** The address of the other side, as a server sees it. */
  readonly peer?: string;
  /** The user that the API server takes a certificate for. */
  readonly user?: string;
  /** The node that somebody wanted to change. */
  readonly node?: string;
  /** A file as the message names it. */
  readonly path?: string;
  /** The CN of the CA that was tried. */
  readonly authority?: string;
  /** Decimal. */
  readonly serial?: string;
  /** Hexadecimal, lower case, without colons. */
  readonly keyId?: string;
  readonly issuerKeyId?: string;
  /** The CN of the certificate. */
  readonly commonName?: string;
  /** RFC 3339: when it was printed, and the end or the beginning of the certificate. */
  readonly at?: string;
  readonly notAfter?: string;
  readonly notBefore?: string;
  /** The program that prints it. */
  readonly component?: string;
}

type Facts = { -readonly [Name in keyof MessageFacts]: MessageFacts[Name] };
type Row = readonly [pattern: RegExp, read: (found: RegExpExecArray, facts: Facts) => void];

const host = String.raw`\[?([A-Za-z0-9_*.:-]*[A-Za-z0-9_*])\.?\]?`;

/** Quotes may be escaped, where a message stands in JSON or in another message. */
const quote = String.raw`\\*["'\u2018\u201c]`;
const unquote = String.raw`\\*["'\u2019\u201d]`;

const rows: readonly Row[] = [
  [
    /certificate is valid for (.+?), not ([^\s"'\\,;)\]]+)/,
    ([, names = "", dialled = ""], facts) => {
      facts.valid = listOf(names);
      facts.dialled = dialled;
    },
  ],
  [/cannot validate certificate for ([^\s"'\\,;]+) because/, dials],
  [/wanted to match ([^\s"'\\,;)\]]+)/, dials],
  [
    new RegExp(`(?:target host ?name|requested host ?name|expected host ?name|server host ?name) ${quote}?${host}`),
    dials,
  ],
  [
    /(?:IP|Host): ([^\s]+) is not (?:in the )?(?:cert's )?(?:list|altnames|cert's altnames): (.*)/,
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled.replace(/\.$/, "");
      facts.valid = listOf(names.replace(/(?:DNS|IP Address):/g, "").replace(/["'}\]].*$/, ""));
    },
  ],
  [new RegExp(`certificate is not valid for ${quote}${host}${unquote}`), dials],
  [
    new RegExp(`hostname ${quote}${host}${unquote} doesn't match (?:either of )?(.*)`),
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled;
      const valid = [...names.matchAll(/'([^']+)'/g)].map(([, name = ""]) => name);
      if (valid.length > 0) facts.valid = valid;
    },
  ],
  [
    new RegExp(
      `(?:No subject alternative names matching IP address|No subject alternative DNS name matching|No name matching) ${host} found`,
    ),
    dials,
  ],
  [
    /current time (\S+) is (after|before) (\d{4}-\d\d-\d\dT[\d:]+(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))/,
    ([, now = "", side = "", moment = ""], facts) => {
      facts.at = now;
      if (side === "after") facts.notAfter = moment;
      else facts.notBefore = moment;
    },
  ],
  [
    /\bSN=(\d+)(?:, SKID=([0-9A-F:]*))?(?:, AKID=([0-9A-F:]*))?/i,
    ([, serial = "", keyId = "", issuerKeyId = ""], facts) => {
      facts.serial = serial;
      if (keyId) facts.keyId = hexOf(keyId);
      if (issuerKeyId) facts.issuerKeyId = hexOf(issuerKeyId);
    },
  ],
  [
    new RegExp(`[Uu]ser(?: |=)${quote}([^"\\\\]+)${unquote} (?:groups \\[.*?\\] )?cannot`),
    ([, user = ""], facts) => (facts.user = user),
  ],
  [new RegExp(`can ?not modify node ${quote}([^"\\\\]+)`), ([, node = ""], facts) => (facts.node = node)],
  [
    new RegExp(
      `node ${quote}([^"\\\\]+)${unquote} is not allowed to (?:modify|access|read|get) (?:node|[a-z.]+) ${quote}([^"\\\\]+)`,
    ),
    ([, user = "", node = ""], facts) => {
      facts.user = user.startsWith("system:node:") ? user : `system:node:${user}`;
      facts.node = node;
    },
  ],
  [
    new RegExp(`candidate authority certificate ${quote}([^"\\\\]*)`),
    ([, name = ""], facts) => (facts.authority = name),
  ],
  [/subject with cn=(\S+) is not in the allowed list/i, ([, name = ""], facts) => (facts.commonName = name)],
  [/\b(?:rejected connection|TLS handshake error|bad certificate) from \\*"?\[?([0-9A-Fa-f.:]+?)\]?:\d+/, isPeer],
  [/"remote-addr":"\[?([0-9A-Fa-f.:]+?)\]?:\d+"/, isPeer],
  [/\bclient: ([0-9A-Fa-f.:]+), server: ?/, isPeer],
  [
    /\b(?:https?|wss?|postgres(?:ql)?|mysql|ldaps?|amqps?|rediss?|docker|tcp):\/\/(?:[^\s/@"']*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::(\d{1,5}))?/,
    ([, dialled = "", port], facts) => {
      facts.dialled ??= dialled.replace(/^\[|\]$/g, "");
      if (port !== undefined) facts.port ??= port;
    },
  ],
  // etcd's clients name their endpoints, gRPC its connection.
  [
    /\b(?:dial tcp (?:\S+?->)?|[Ff]ailed to dial |failed to connect to \{(?:"?Addr"?: ?\\?"?)?(?:https?:\/\/)?|etcd-endpoints:\/\/0x[0-9a-f]+\/|endpoint:\/\/client-[0-9a-f-]+\/)\[?([0-9A-Fa-f.:]+?|[A-Za-z][\w.-]*)\]?:(\d{1,5})\b/,
    ([, dialled = "", port = ""], facts) => {
      facts.dialled ??= dialled;
      facts.port ??= port;
    },
  ],
  [
    /"server-name":"([^"]+)"|ServerName \\*"([^"\\]+)/,
    ([, inJson, inText], facts) => {
      facts.dialled ??= inJson ?? inText ?? "";
    },
  ],
  [
    /certificate (?:in \S+ )?is expired: (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \+0000 UTC/,
    ([, day = "", time = ""], facts) => {
      facts.notAfter = `${day}T${time}Z`;
    },
  ],
  [
    /"([0-9A-Fa-f.:]+)\\?" does not match any of DNSNames \[([^\]]*)\]/,
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled;
      const valid = [...names.matchAll(/"([^"\\]+)/g)].map(([, name = ""]) => name);
      if (valid.length > 0) facts.valid = valid;
    },
  ],
  [
    /\bserver ([0-9][0-9.]+|[a-z][\w.-]+):(\d{1,5}) was refused/,
    ([, dialled = "", port = ""], facts) => Object.assign(facts, { dialled, port }),
  ],
];

/** A word that can be the path of a certificate, a key or a kubeconfig. */
const pathWord =
  /(?:^|[\s"'(=:,[\\<])((?:[A-Za-z]:)?[\w./~@+-]*[\w@+-]\.(?:pem|crt|cer|cert|key|pub|csr|p12|pfx|jks|der|json|conf|kubeconfig|config|ya?ml))(?=$|[\s"'),:;\]\\>])/gi;

const components: readonly (readonly [RegExp, string])[] = [
  [/kube-?controller-?manager/i, "kube-controller-manager"],
  [/kube-?scheduler/i, "kube-scheduler"],
  [/kube-?api-?server/i, "kube-apiserver"],
  [/kube-?proxy/i, "kube-proxy"],
  [/\bkubelet\b/i, "kubelet"],
  [/\betcd(?:main|ctl|server|-|\b)|\brafthttp\b|\bembed:/i, "etcd"],
  [/\bkubectl\b|Unable to connect to the server/i, "kubectl"],
  [/\bnginx\b/i, "nginx"],
  [/\bhaproxy\b/i, "haproxy"],
  [/\bcurl: \(\d+\)/i, "curl"],
];

/** Reads what a message tells. */
export function readFacts(text: string): MessageFacts {
  const facts: Facts = {};
  for (const [pattern, read] of rows) {
    const found = pattern.exec(text);
    if (found) read(found, facts);
  }
  for (const [, path = ""] of text.matchAll(pathWord)) {
    // The source file of a Go program is none: authentication.go is not among the endings, but clientconn.go:1223 may
    // stand beside a URL whose last part looks like a file.
    if (!path.startsWith("//")) facts.path ??= path;
  }
  const component = components.find(([pattern]) => pattern.test(text));
  if (component) facts.component = component[1];
  return facts;
}

function dials([, dialled = ""]: RegExpExecArray, facts: Facts): void {
  facts.dialled = dialled.replace(/^\[|\]$|\.$/g, "");
}

function isPeer([, peer = ""]: RegExpExecArray, facts: Facts): void {
  facts.peer = peer;
}

function listOf(names: string): readonly string[] {
  return names
    .split(/,\s*/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function hexOf(text: string): string {
  return text.replaceAll(":", "").toLowerCase();
}
