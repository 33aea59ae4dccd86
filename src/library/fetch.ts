import type { Network } from "../cfssl/network.js";
import { GoError } from "../go/errors.js";
import { basicCredentials, type HttpRequest, type HttpResponse } from "../go/http/message.js";
import { formatUrl } from "../go/url.js";

/** Sends a request to a log, as the runtime's `fetch` does. The library follows redirections itself. */
export type Fetch = (url: string, request: FetchRequest) => Promise<FetchResponse>;

export interface FetchRequest {
  readonly method: "GET" | "POST";
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly redirect: "manual";
  readonly signal: AbortSignal;
}

/** The part of a response that the library reads. */
export interface FetchResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The way to the network and its limits. */
export interface NetworkLimits {
  readonly fetch: Fetch;
  readonly signal: AbortSignal | null;
  /** Milliseconds; Infinity for none. */
  readonly timeout: number;
}

/** Makes a network that uses only `fetch`. It ignores the environment variables for proxies. */
export function fetchNetwork(limits: NetworkLimits): Network {
  return { ...networkUntil(limits.fetch, limits.signal), begin: () => limitedNetwork(limits) };
}

/** Makes the network for one certificate. Its time starts now. */
function limitedNetwork({ fetch, signal, timeout }: NetworkLimits): ReturnType<NonNullable<Network["begin"]>> {
  const limit = new AbortController();
  const abort = () => limit.abort(signal?.reason);
  const expire = () => limit.abort(new DOMException(`the logs took longer than ${timeout} ms`, "TimeoutError"));
  const timer = timeout === Number.POSITIVE_INFINITY ? undefined : setTimeout(expire, timeout);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  return {
    ...networkUntil(fetch, limit.signal),
    end() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    },
  };
}

function networkUntil(fetch: Fetch, signal: AbortSignal | null) {
  return {
    env: () => undefined,
    wait: (milliseconds: number) => pause(milliseconds, signal),
    roundTrip: (request: HttpRequest) => send(request, fetch, signal ?? new AbortController().signal),
  };
}

async function send(request: HttpRequest, fetch: Fetch, signal: AbortSignal): Promise<HttpResponse> {
  const { method, url, headers, body } = request;
  const given = url.user ? [...headers, ["Authorization", basicCredentials(url.user)] as const] : headers;
  const response = await untilAborted(signal, () =>
    fetch(formatUrl({ ...url, user: null }), {
      method,
      headers: Object.fromEntries(given),
      body: body && new Uint8Array(body),
      redirect: "manual",
      signal,
    }),
  );
  if (!isResponse(response)) throw new TypeError("options.fetch must answer a Response");
  const { status, statusText } = response;
  return {
    code: status,
    status: statusText ? `${status} ${statusText}` : String(status),
    header: (name) => response.headers.get(name) ?? "",
    body: async () => new Uint8Array(await untilAborted(signal, () => response.arrayBuffer())),
  };
}

function isResponse(value: unknown): boolean {
  const { status, headers, arrayBuffer } = Object(value);
  return typeof status === "number" && typeof Object(headers).get === "function" && typeof arrayBuffer === "function";
}

/**
 * Waits for the action or the signal. When the signal is aborted, throws its reason, even if the action ignores it.
 * Failures of the action become GoErrors, after which the log is asked again.
 */
async function untilAborted<T>(signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([action(), aborted]);
  } catch (cause) {
    signal.throwIfAborted();
    throw new GoError(faultOf(cause), { cause });
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** The text of a failure with that of its cause: `fetch failed` alone says little. */
function faultOf(fault: unknown): string {
  const { message, cause } = fault instanceof Error ? fault : new Error(String(fault));
  return cause instanceof Error && cause.message !== "" ? `${message}: ${cause.message}` : message;
}

function pause(milliseconds: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
