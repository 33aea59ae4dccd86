import { type FactRow, type Facts, host, listOf, quote, unquote } from "./row.js";

/** What was dialled, and what the certificate is valid for. */
export const hostRows: readonly FactRow[] = [
  // Go
  [
    /certificate is valid for (.+?), not ([^\s"'\\,;)\]]+)/,
    ([, names = "", dialled = ""], facts) => {
      facts.valid = listOf(names);
      facts.dialled = dialled;
    },
  ],
  [/cannot validate certificate for ([^\s"'\\,;]+) because/, dials],
  [/wanted to match ([^\s"'\\,;)\]]+)/, dials],
  // OpenSSL, curl, Python, wget, PHP, Ruby
  [
    new RegExp(
      `(?:target host ?name|requested host ?name|expected (?:host ?)?name|expected CN=|server host ?name|match host ?name)[ =]?${quote}?${host}`,
    ),
    dials,
  ],
  [new RegExp(`[Cc]ertificate of ${quote}${host}${unquote}`), dials],
  [new RegExp(`certificate is not valid for (?!any\\b)${quote}?${host}(?:${unquote}|[.:]? )`), dials],
  [
    new RegExp(`hostname ${quote}${host}${unquote} (?:doesn't|does not) match (?:either of )?(.*)`),
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled;
      hasNames(facts, quoted(names));
    },
  ],
  [new RegExp(`Peer certificate CN=${quote}([^'"\\\\]+)`), hasCommonName],
  [new RegExp(`certificate does not match ${quote}${host}${unquote}`), dials],
  [/AH\d{5}: ([\w.-]+):\d+:\d+ server certificate/, dials],
  // Node
  [
    /(?:IP|Host): (\S+) is not (?:in the )?(?:cert's )?(?:list|altnames|cert's altnames)(?:: (.*))?/,
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled.replace(/\.$/, "");
      hasNames(facts, listOf(names.replace(/(?:DNS|IP Address):/g, "").replace(/["'}\]].*$/, "")));
    },
  ],
  [
    /Host: (\S+?)\.? is not cert's CN: ([^\s"'\\]+)/,
    ([, dialled = "", name = ""], facts) => Object.assign(facts, { dialled, commonName: name }),
  ],
  // Java
  [
    new RegExp(
      `(?:No subject alternative names matching IP address|No subject alternative DNS name matching|No name matching) ${host} found`,
    ),
    dials,
  ],
  [new RegExp(`[Hh]ostname ${host} (?:not verified|was not verified)`), dials],
  [
    new RegExp(
      `[Cc]ertificate for <${host}> doesn't (?:match|contain)(?: any of the subject alternative names: \\[(.*?)\\])?`,
    ),
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled;
      hasNames(facts, listOf(names));
    },
  ],
  // Rust
  [
    new RegExp(`not valid for name ${quote}${host}${unquote}(?:.*?only valid for (.*))?`),
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled;
      hasNames(facts, quoted(names.replaceAll(/IpAddress\(([^")]+)\)/g, '"$1"')));
    },
  ],
  // Browsers
  [
    /not valid for ([\w.:-]*\w)\. The certificate is only valid for (?:the following names: )?(.*\w)/,
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled;
      hasNames(facts, names.split(/,\s*|\s+and\s+/));
    },
  ],
  [new RegExp(`[Tt]he certificate for ${host} expired on`), dials],
  [new RegExp(`(?:pretending to be|[Tt]he server) \u201c${host}\u201d`), dials],
  [/x509: \u201c([^\u201d]+)\u201d certificate/, dials],
  // Databases
  [
    new RegExp(
      `server certificate for ${quote}([^"\\\\]+)${unquote} (?:\\(and (\\d+) other names?\\) )?does not match host name ${quote}${host}`,
    ),
    ([, name = "", others, dialled = ""], facts) => {
      facts.dialled = dialled;
      facts.valid = [name];
      if (others !== undefined) facts.otherNames = Number(others);
    },
  ],
  [
    /Hostname: (\S+) does not match (?:SAN\(s\)|CN): ?(.*)/,
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled;
      hasNames(
        facts,
        names
          .replace(/["'}\]].*$/, "")
          .trim()
          .split(/[\s,]+/),
      );
    },
  ],
  [new RegExp(`(?:not all proposed set members responded affirmatively: )${host}:(\\d+) failed`), dialsPort],
  // etcd looks up the address of a member that dials it.
  [
    /"([0-9A-Fa-f.:]+)\\?" does not match any of DNSNames \[([^\]]*)\]/,
    ([, dialled = "", names = ""], facts) => {
      facts.dialled = dialled;
      hasNames(facts, quoted(names));
    },
  ],
];

/** Where the text names a connection, and nothing before has told what was dialled. */
export const connectionRows: readonly FactRow[] = [
  [/([\s\S]*)/, lastUrl],
  // etcd's clients name their endpoints, gRPC its connection.
  [
    /\b(?:dial tcp (?:\S+?->)?|[Ff]ailed to dial |failed to connect to \{(?:"?Addr"?: ?\\?"?)?(?:https?:\/\/)?|etcd-endpoints:\/\/0x[0-9a-f]+\/|endpoint:\/\/client-[0-9a-f-]+\/)\[?([0-9A-Fa-f.:]+?|[A-Za-z][\w.-]*)\]?:(\d{1,5})\b/,
    dialsPort,
  ],
  [
    new RegExp(
      `[Cc]onnect(?:ion)? to (?:server |pgsql |host |Redis )?(?:at )?${quote}?${host}${quote}?(?:,? \\(?port |:)(\\d+)`,
    ),
    dialsPort,
  ],
  [
    /"server-name":"([^"]+)"|ServerName \\*"([^"\\]+)/,
    ([, inJson, inText], facts) => {
      facts.dialled ??= inJson ?? inText ?? "";
    },
  ],
  [/\bserver ([0-9][0-9.]+|[a-z][\w.-]+):(\d{1,5}) was refused/, dialsPort],
];

const url =
  /\b(?:https?|wss?|postgres(?:ql)?|mysql|ldaps?|amqps?|rediss?|docker|tcp|grpcs?):\/\/(?:[^\s/@"']*@)?(\[[0-9A-Fa-f:.]+\]|<\w+>|[A-Za-z0-9_.-]+)(?::(\d{1,5}))?/g;

/** Of URLs, the one before the error was dialled: `Get a: Get b: x509: …` is b's. */
function lastUrl([, text = ""]: RegExpExecArray, facts: Facts): void {
  const error = text.search(/: (?:x509|tls|remote error)\b/);
  const found = [...text.matchAll(url)];
  const last = found.filter(({ index }) => index < error).at(-1) ?? found[0];
  if (!last) return;
  const [, dialled = "", port] = last;
  facts.dialled ??= dialled.replace(/^\[|\]$/g, "");
  if (port !== undefined) facts.port ??= port;
}

function dials([, dialled = ""]: RegExpExecArray, facts: Facts): void {
  facts.dialled = dialled.replace(/^\[|\]$|\.$/g, "");
}

function dialsPort([, dialled = "", port = ""]: RegExpExecArray, facts: Facts): void {
  facts.dialled ??= dialled;
  facts.port ??= port;
}

function hasNames(facts: Facts, names: readonly string[]): void {
  const valid = names.map((name) => name.trim()).filter((name) => name !== "");
  if (valid.length > 0) facts.valid = valid;
}

function hasCommonName([, name = ""]: RegExpExecArray, facts: Facts): void {
  facts.commonName = name;
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(/["']([^"'\\]+)\\*["']/g)].map(([, name = ""]) => name);
}
