import { GoError } from "../../src/go/errors.js";
import { ServerConnection, type ServerSettings } from "../../src/go/http/server/connection.js";
import { decodeUtf8, encodeUtf8 } from "../../src/go/utf8.js";

/**
 * What a client does, one thing after the other: it sends a part, says that it sends nothing more, or waits for an answer
 * or the end of the connection.
 */
export type Sent = readonly (string | Uint8Array | { readonly end: true } | { readonly until: "answered" })[];

export interface Heard {
  /** All that came back. */
  readonly text: string;
  /** How the connection is afterwards. */
  readonly state: "open" | "closed" | "lingering" | "destroyed";
}

/** Plays a client of a server connection in memory, and waits until the server has done what it can. */
export async function converse(settings: Omit<ServerSettings, "date">, sent: Sent): Promise<Heard> {
  const heard: Uint8Array[] = [];
  let state: Heard["state"] = "open";
  const become = (next: Heard["state"]) => () => {
    if (state === "open") state = next;
  };
  const connection = new ServerConnection(
    { ...settings, date: () => "Tue, 03 Feb 2026 04:05:47 GMT" },
    {
      remoteAddress: "127.0.0.1:40000",
      clientCertificate: null,
      write(bytes) {
        heard.push(bytes);
        return true;
      },
      hold() {},
      close: become("closed"),
      linger: become("lingering"),
      destroy: become("destroyed"),
    },
  );
  for (const part of sent) {
    if (typeof part === "string") connection.receive(encodeUtf8(part));
    else if (part instanceof Uint8Array) connection.receive(part);
    else if ("end" in part) connection.end();
    else while (heard.length === 0 && state === "open") await settle();
    await settle();
  }
  const result = { text: heard.map(decodeUtf8).join(""), state };
  connection.lost(new GoError("the test is over"));
  return result;
}

/** Lets everything happen that waits for nothing outside. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
