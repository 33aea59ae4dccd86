import type { Network } from "../../src/cfssl/network.js";
import { GoError } from "../../src/go/errors.js";
import type { HttpRequest, HttpResponse } from "../../src/go/http/message.js";

/** One response: its status line's end (`200 OK`), its headers, its body or what reading that throws. */
export interface Reply {
  readonly status?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | GoError;
}

export interface FakeNetwork extends Network {
  /** The requests so far. */
  readonly requests: readonly HttpRequest[];
  /** The milliseconds that were waited, one number each time. */
  readonly waits: readonly number[];
}

/** A network where each request gets the next reply, the last one again and again; a GoError is thrown. */
export function createFakeNetwork(
  replies: readonly (Reply | GoError)[],
  env: Readonly<Record<string, string>> = {},
): FakeNetwork {
  const requests: HttpRequest[] = [];
  const waits: number[] = [];
  return {
    requests,
    waits,
    env: (name) => env[name],
    async wait(milliseconds) {
      waits.push(milliseconds);
    },
    async roundTrip(request) {
      const reply = replies[Math.min(requests.length, replies.length - 1)] ?? {};
      requests.push(request);
      if (reply instanceof GoError) throw reply;
      return responseOf(reply);
    },
  };
}

function responseOf({ status = "200 OK", headers = {}, body = "" }: Reply): HttpResponse {
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    code: Number.parseInt(status, 10),
    status,
    header: (name) => values.get(name.toLowerCase()) ?? "",
    async body() {
      if (body instanceof GoError) throw body;
      return typeof body === "string" ? new TextEncoder().encode(body) : body;
    },
  };
}

/** The headers of a request that are not those of every request, one a line. */
export function headerLines({ headers }: HttpRequest): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join("\n");
}
