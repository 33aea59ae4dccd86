import { decodeBase64 } from "../../go/base64.js";
import { GoError } from "../../go/errors.js";
import { unmarshal } from "../../go/json/decode.js";
import { type Infer, string, struct, uint8, uint64 } from "../../go/json/index.js";
import { atoi } from "../../go/strconv.js";
import { decodeUtf8, encodeUtf8 } from "../../go/utf8.js";
import { encodeTimestamp, listLength, logId, maxVector, type SignedCertificateTimestamp } from "./sct.js";
import { postChain, type SubmissionContext } from "./submission.js";

const responseShape = struct("client.addChainResponse", {
  version: ["sct_version", uint8()],
  id: ["id", string()],
  timestamp: ["timestamp", uint64()],
  extensions: ["extensions", string()],
  signature: ["signature", string()],
});

type Response = Infer<typeof responseShape>;

/**
 * Submits a precertificate to a log, as the log client of cfssl 1.2.0 does. It retries after ten seconds or as many as
 * the log asks for, and reports no more than the HTTP status that it got last.
 *
 * @param server the log's URL
 * @throws GoError if the log refuses, or its answer is not a timestamp
 */
export async function submitChain(
  server: string,
  chain: readonly Uint8Array[],
  context: SubmissionContext,
): Promise<SignedCertificateTimestamp> {
  const { log, network } = context;
  let status = "Unknown";
  for (let seconds = 0n; ; ) {
    if (seconds > 0n) {
      log.plain(`Got ${status}, backing-off ${seconds} seconds`);
      await network.wait(Number(seconds) * 1000);
    }
    const outcome = await attempt(server, chain, context);
    if ("response" in outcome) return readTimestamp(outcome.response);
    status = outcome.status ?? status;
    seconds = outcome.seconds;
  }
}

/** The log's answer; or how long to wait before the next attempt and, if the log answered at all, its HTTP status. */
async function attempt(
  server: string,
  chain: readonly Uint8Array[],
  context: SubmissionContext,
): Promise<{ response: Response } | { status?: string; seconds: bigint }> {
  const answer = await nullOnFailure(() => postChain(server, chain, context));
  if (answer === null) return { seconds: 10n };
  const { code, status, body } = answer;
  if (code === 408) return { status, seconds: 0n };
  if (code === 503) return { status, seconds: retryAfter(answer.header("Retry-After")) };
  if (code !== 200) throw new GoError(`got HTTP Status ${status}: ${decodeUtf8(body)}`);
  const response = await nullOnFailure(async () => unmarshal(body, responseShape));
  return response ? { response } : { seconds: 10n };
}

async function nullOnFailure<T>(action: () => Promise<T>): Promise<T | null> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof GoError) return null;
    throw cause;
  }
}

function retryAfter(header: string): bigint {
  try {
    return header === "" ? 10n : atoi(header);
  } catch (cause) {
    if (cause instanceof GoError) return 10n;
    throw cause;
  }
}

function readTimestamp({ version, id, timestamp, extensions, signature }: Response): SignedCertificateTimestamp {
  const idBytes = decodeBase64(id);
  return {
    version: BigInt(version),
    logId: logId(idBytes),
    timestamp,
    // This client takes the base64 text itself, though RFC 6962 §4.1 has clients decode it.
    extensions: encodeUtf8(extensions),
    signature: readSignature(decodeBase64(signature)),
  };
}

/** The structure digitally-signed (RFC 5246 §4.7) at the start of the bytes. */
function readSignature(bytes: Uint8Array): Uint8Array {
  const [hash, algorithm, high, low] = bytes;
  if (hash === undefined) throw new GoError("failed to read HashAlgorithm: EOF");
  if (algorithm === undefined) throw new GoError("failed to read SignatureAlgorithm: EOF");
  if (high === undefined || low === undefined) throw new GoError("failed to read Signature bytes: EOF");
  const wanted = (high << 8) | low;
  const got = bytes.length - 4;
  if (got >= wanted) return bytes.subarray(0, 4 + wanted);
  throw new GoError(`failed to read Signature bytes: short read: expected ${wanted} but got ${got}`);
}

/**
 * Encodes timestamps for one list.
 *
 * @throws GoError if one of them, or the list, is too large to encode
 */
export function encodeTimestamps(timestamps: readonly SignedCertificateTimestamp[]): readonly Uint8Array[] {
  const encoded = timestamps.map((timestamp) => {
    if (timestamp.version !== 0n) throw new GoError(`unknown SCT version ${timestamp.version}`);
    if (timestamp.extensions.length > maxVector) throw new GoError("extensions too large");
    return encodeTimestamp(timestamp);
  });
  // Upstream would write a length that is too small, which breaks the certificate.
  if (listLength(encoded) > maxVector) throw new GoError("too many certificate timestamps for one certificate");
  return encoded;
}
