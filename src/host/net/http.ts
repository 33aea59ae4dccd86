import type { Socket } from "node:net";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { GoError } from "../../go/errors.js";
import { ByteReader } from "../../go/http/byte-reader.js";
import {
  allHeaders,
  asciiHost,
  basicCredentials,
  type Header,
  type HttpRequest,
  type HttpResponse,
  requestTarget,
} from "../../go/http/message.js";
import { readBody } from "../../go/http/response-body.js";
import { headLimit, type ResponseHead, readFinalHead, readResponseHead } from "../../go/http/response-head.js";
import { formatUrl, hostname, port, type Url } from "../../go/url.js";
import { encodeUtf8 } from "../../go/utf8.js";
import { connectionError, endsOf, hostAndPort } from "./connection-error.js";
import { dial, earlyError, secure } from "./dial.js";

/** Sends a request on a new connection and reads the response (see RoundTrip in go/http/message). */
export async function roundTrip(request: HttpRequest): Promise<HttpResponse> {
  const { url, proxy } = request;
  const socket = await open(request);
  const isForwarded = proxy !== null && url.scheme === "http";
  const target = isForwarded ? formatUrl({ ...url, user: null, fragment: "" }) : requestTarget(url);
  const headers = [...allHeaders(request), ...proxyHeaders(isForwarded ? proxy : null)];
  return exchange(formatHead(request.method, target, headers), request.body, socket);
}

function proxyHeaders(proxy: Url | null): readonly Header[] {
  return proxy?.user ? [["Proxy-Authorization", basicCredentials(proxy.user)]] : [];
}

async function open({ url, proxy, tls }: HttpRequest): Promise<Socket> {
  const { host, port: number } = addressOf(url);
  if (!proxy) {
    const socket = await dial(host, number);
    return url.scheme === "https" ? secure(socket, host, tls) : socket;
  }
  const socket = await reachProxy(proxy, tls);
  if (url.scheme === "http") return socket;
  await tunnel(socket, hostAndPort(host, Number(number)), proxy);
  return secure(socket, host, tls);
}

async function reachProxy(proxy: Url, tls: HttpRequest["tls"]): Promise<Socket> {
  const { host, port: number } = addressOf(proxy);
  if (proxy.scheme.startsWith("socks5")) throw new GoError("SOCKS proxies are not supported");
  try {
    const socket = await dial(host, number);
    return proxy.scheme === "https" ? await secure(socket, host, tls) : socket;
  } catch (cause) {
    throw cause instanceof GoError ? new GoError(`proxyconnect tcp: ${cause.message}`, { cause }) : cause;
  }
}

function addressOf(url: Url): { readonly host: string; readonly port: string } {
  return { host: asciiHost(hostname(url)), port: port(url) || (url.scheme === "https" ? "443" : "80") };
}

/**
 * Asks the proxy to pass on what is sent from now on (CONNECT, RFC 9110 §9.3.6). Closes the connection if the proxy
 * refuses.
 */
async function tunnel(socket: Socket, target: string, proxy: Url): Promise<void> {
  const headers: readonly Header[] = [["Host", target], ["User-Agent", "Go-http-client/1.1"], ...proxyHeaders(proxy)];
  const { reader, release } = openReader(socket);
  socket.write(formatHead("CONNECT", target, headers));
  try {
    const { code, status } = await readResponseHead(reader);
    release();
    if (code === 200) return;
    const [, reason = "unknown status code"] = /^\S* (.*)$/s.exec(status) ?? [];
    throw new GoError(reason);
  } catch (cause) {
    socket.destroy();
    throw cause;
  }
}

/**
 * Sends a request and reads the whole response. If reading the body fails, the error is kept until somebody asks for
 * the body.
 */
async function exchange(head: Uint8Array, body: Uint8Array | null, socket: Socket): Promise<HttpResponse> {
  const { reader } = openReader(socket);
  socket.write(head);
  if (body) socket.write(body);
  try {
    const response = await headOf(reader);
    const content = isRedirect(response) ? [] : await readBody(reader, response.framing).catch(keepGoError);
    return responseOf(response, content);
  } finally {
    socket.destroy();
  }
}

function formatHead(method: string, target: string, headers: readonly Header[]): Uint8Array {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return encodeUtf8(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
}

/** Whether the client will follow this redirect. Then nobody reads the body, which may have no end. */
function isRedirect({ code, header }: ResponseHead): boolean {
  return [301, 302, 303, 307, 308].includes(code) && Boolean(header.get("location")?.[0]);
}

function keepGoError(cause: unknown): GoError {
  if (cause instanceof GoError) return cause;
  throw cause;
}

/** Reads the head of the response. If there is none, throws what Go's http.Transport says. */
async function headOf(reader: ByteReader): Promise<ResponseHead> {
  // If the server hangs up without a word, or the connection breaks, that error is passed on as it is.
  if ((await reader.peek(1)).length === 0) throw new GoError("EOF");
  try {
    return await readFinalHead(reader);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`net/http: HTTP/1.x transport connection broken: ${cause.message}`, { cause });
  }
}

/** Reads from a connection until `release`, which leaves the rest to somebody else. */
function openReader(socket: Socket): { readonly reader: ByteReader; release(): void } {
  const ends = endsOf(socket);
  const parts: Uint8Array[] = [];
  let end: GoError | "end" | null = null;
  let wake = () => {};
  const receive = (part: Uint8Array) => {
    parts.push(part);
    socket.pause();
    wake();
  };
  const finish = () => {
    end ??= "end";
    wake();
  };
  const fail = (cause: Error) => {
    end ??= connectionError(cause, ends);
    wake();
  };
  socket.on("data", receive).on("end", finish).on("close", finish).on("error", fail);
  const broken = earlyError(socket);
  if (broken) fail(broken);
  else if (socket.destroyed) finish();
  const next = async (): Promise<Uint8Array | null> => {
    while (parts.length === 0 && end === null) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        socket.resume();
      });
    }
    const part = parts.shift();
    if (part) return part;
    if (end instanceof GoError) throw end;
    return null;
  };
  const release = () => {
    socket.off("data", receive).off("end", finish).off("close", finish).off("error", fail);
  };
  return { reader: new ByteReader(next, headLimit), release };
}

function responseOf(
  { code, status, header, framing }: ResponseHead,
  content: readonly Uint8Array[] | GoError,
): HttpResponse {
  const first = (name: string) => header.get(name.toLowerCase())?.[0] ?? "";
  return {
    code,
    status,
    header: first,
    async body() {
      if (content instanceof GoError) throw content;
      const body = Buffer.concat(content);
      const isPacked = framing !== 0 && first("Content-Encoding").toLowerCase() === "gzip";
      return isPacked ? unzip(body) : body;
    },
  };
}

async function unzip(body: Uint8Array): Promise<Uint8Array> {
  if (body.length === 0) return body;
  try {
    return await promisify(gunzip)(body);
  } catch (cause) {
    throw new GoError(unzipError(cause as NodeJS.ErrnoException), { cause });
  }
}

function unzipError({ code, message }: NodeJS.ErrnoException): string {
  if (code === "Z_BUF_ERROR") return "unexpected EOF";
  return /incorrect (?:data|length) check/.test(message) ? "gzip: invalid checksum" : "gzip: invalid header";
}
