import { decodeBase64 } from "../../go/base64.js";
import { GoError } from "../../go/errors.js";
import { unmarshal } from "../../go/json/decode.js";
import { bytes, type Infer, string, struct, uint64 } from "../../go/json/index.js";
import { atoi, quote } from "../../go/strconv.js";
import { formatDuration } from "../../go/time.js";
import { encodeTimestamp, listLength, logId, maxVector, type SignedCertificateTimestamp } from "./sct.js";
import { type Answer, postChain, type SubmissionContext } from "./submission.js";

const responseShape = struct("ct.AddChainResponse", {
  version: ["sct_version", uint64("ct.Version")],
  id: ["id", bytes()],
  timestamp: ["timestamp", uint64()],
  extensions: ["extensions", string()],
  signature: ["signature", bytes()],
});

const second = 1_000_000_000n;
const mostDoublings = 7;

/**
 * Submits a precertificate to a log until the log answers. It waits one second, two, four and so on to 128, or as long
 * as the log asks for. It logs each wait in a line without a level, as upstream's log client does.
 *
 * @param server the log's URL
 * @throws GoError if the log refuses, or its answer is not a timestamp
 */
export async function submitChain(
  server: string,
  chain: readonly Uint8Array[],
  context: SubmissionContext,
): Promise<SignedCertificateTimestamp> {
  const uri = server.replace(/\/+$/, "");
  const { log, network, now } = context;
  const wait = (nanoseconds: bigint) => network.wait(Math.max(0, Number(nanoseconds / 1_000_000n)));
  for (let doublings = 0; ; ) {
    const next = () => second << BigInt(Math.min(doublings++, mostDoublings));
    const outcome = await attempt(uri, chain, context);
    if ("response" in outcome) return readTimestamp(outcome.response);
    if ("failure" in outcome) {
      const pause = next();
      log.plain(`Request to ${uri} failed, backing-off ${formatDuration(pause)}: ${outcome.failure}`);
      await wait(pause);
    } else if (outcome.answer.code === 408) {
      log.plain(`Request to ${uri} timed out, retrying immediately`);
    } else if (outcome.answer.code === 503 || outcome.answer.code === 429) {
      const { status } = outcome.answer;
      const pause = retryAfter(outcome.answer.header("Retry-After"), now()) ?? next();
      log.plain(`Request to ${uri} failed, backing-off for ${formatDuration(pause)}: got HTTP status ${status}`);
      await wait(pause);
    } else {
      throw new GoError(`got HTTP status ${quote(outcome.answer.status)}`);
    }
  }
}

type Response = Infer<typeof responseShape>;

async function attempt(
  uri: string,
  chain: readonly Uint8Array[],
  context: SubmissionContext,
): Promise<{ response: Response } | { answer: Answer } | { failure: string }> {
  try {
    const answer = await postChain(uri, chain, context);
    return answer.code === 200 ? { response: unmarshal(answer.body, responseShape) } : { answer };
  } catch (cause) {
    if (cause instanceof GoError) return { failure: cause.message };
    throw cause;
  }
}

/** How many nanoseconds a Retry-After header asks to wait (RFC 9110 §10.2.3); null if it does not say. */
function retryAfter(header: string, now: number): bigint | null {
  if (/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC)$/.test(header)) {
    return BigInt(Date.parse(header) - now) * 1_000_000n;
  }
  try {
    return header === "" ? null : atoi(header) * second;
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

function readTimestamp(response: Response): SignedCertificateTimestamp {
  const { version, timestamp } = response;
  const signature = response.signature ?? new Uint8Array();
  checkSignature(signature);
  return {
    version,
    logId: logId(response.id ?? new Uint8Array()),
    timestamp,
    extensions: extensionsOf(response),
    signature,
  };
}

/** Checks the structure digitally-signed (RFC 5246 §4.7): two algorithms, a length, and a signature of that length. */
function checkSignature(signature: Uint8Array): void {
  const [, , high, low] = signature;
  const integer = "truncated variable-length integer";
  if (signature.length === 0) throw new GoError(`tls: syntax error: Hash: ${integer}`);
  if (high === undefined || low === undefined) throw new GoError(`tls: syntax error: Signature: ${integer}`);
  const excess = signature.length - 4 - ((high << 8) | low);
  if (excess < 0) throw new GoError("tls: syntax error: Signature: truncated slice");
  if (excess > 0) throw new GoError(`trailing data (${excess} bytes) after DigitallySigned`);
}

function extensionsOf({ extensions }: Response): Uint8Array {
  try {
    return decodeBase64(extensions);
  } catch (cause) {
    if (!(cause instanceof GoError)) throw cause;
    throw new GoError(`invalid base64 data in Extensions (${quote(extensions)}): ${cause.message}`, { cause });
  }
}

/**
 * Encodes timestamps for one list.
 *
 * @throws GoError if one of them, or the list, is too large to encode
 */
export function encodeTimestamps(timestamps: readonly SignedCertificateTimestamp[]): readonly Uint8Array[] {
  const list = timestamps.map((timestamp) => {
    const { version, extensions } = timestamp;
    if (version > 0xffn) throw tooLarge("SCTVersion", version);
    if (extensions.length > maxVector) throw tooLarge("Extensions", extensions.length);
    const encoded = encodeTimestamp(timestamp);
    if (encoded.length > maxVector) throw tooLarge("Val", encoded.length);
    return encoded;
  });
  if (listLength(list) > maxVector) throw tooLarge("SCTList", listLength(list));
  return list;
}

function tooLarge(field: string, value: bigint | number): GoError {
  return new GoError(`tls: structure error: ${field}: : value ${value} too large for size`);
}
