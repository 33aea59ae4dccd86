import type { Network } from "../../src/cfssl/network.js";
import { GoError } from "../../src/go/errors.js";
import type { HttpRequest, HttpResponse } from "../../src/go/http/message.js";

/** One response: the end of its status line (`200 OK`), its headers, and its body or the error of reading it. */
export interface Reply {
  readonly status?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | GoError;
}

export interface FakeNetwork extends Network {
  /** The requests so far. */
  readonly requests: readonly HttpRequest[];
  /** The number of milliseconds of every wait. */
  readonly waits: readonly number[];
}

/**
 * A network that gives each request the next reply, and repeats the last one. It throws a GoError in place of a reply.
 */
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

/** The headers that a request has besides those of every request, one per line. */
export function headerLines({ headers }: HttpRequest): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join("\n");
}
