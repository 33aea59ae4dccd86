import type { MessageRow, Speaker } from "./texts/row.js";

/** Words that tell who speaks, where the text itself could be a client's or a server's. */
const tellers: readonly (readonly [RegExp, Speaker])[] = [
  // Apache warns of its own certificate.
  [/AH019\d\d: .*server certificate/, "loader"],
  [
    /remote error: |[Rr]eceived fatal alert|alert number \d|received (?:SERVER|CLIENT) ALERT|(?:tlsv1\d?|sslv3) alert|TLSV1\d?_ALERT|SSLV3_ALERT|No required SSL certificate|FATAL: {1,2}connection requires/,
    "refused",
  ],
  [
    /TLS handshake error from|rejected connection|Unable to authenticate the request|verifying certificate SN=|failed to verify client(?:'s)? cert|client's certificate|client SSL certificate verify error|while reading client request|generated SERVER ALERT/,
    "server",
  ],
  [
    /\b(?:Get|Post|Put|Patch|Delete|Head) \\*"?https?:|curl: \(|Unable to connect to the server|health check for peer|\(prober \\*"|could not connect: |[Ff]ailed to dial|connection to server at|authentication handshake failed|SSL handshaking to upstream|[Ss]erver certificate verification failed|certificate from server|cannot parse dnsName|generated CLIENT ALERT|Layer6 invalid response/,
    "client",
  ],
];

/** Of which speakers the text may say otherwise than the row. */
const unsure: ReadonlySet<Speaker> = new Set(["client", "server", "checker"]);

/** And of which rows besides: what is wrong with the own file or with the one that the other side shows. */
const unclear: ReadonlySet<string> = new Set(["go-malformed-name", "go-negative-serial", "handshake-failed"]);

/** Who prints a message: as its row says, unless the words around it tell. */
export function speakerOf({ id, speaker }: MessageRow, text: string): Speaker {
  if (!unsure.has(speaker) && !unclear.has(id)) return speaker;
  return tellers.find(([pattern]) => pattern.test(text))?.[1] ?? speaker;
}
