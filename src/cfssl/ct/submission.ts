import { post } from "../../go/http/client.js";
import type { HttpResponse } from "../../go/http/message.js";
import { proxyFromEnvironment } from "../../go/http/proxy.js";
import { type JsonRules, marshal } from "../../go/json/encode.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Context } from "../context.js";
import { type TlsServerRules, tlsSettings } from "../tls-settings.js";

export interface SubmissionRules extends TlsServerRules {
  readonly json: JsonRules;
}

/** What a submission needs from outside. */
export type SubmissionContext = Pick<Context<SubmissionRules>, "log" | "network" | "now" | "rules">;

/** A response whose body has been read. */
export type Answer = Omit<HttpResponse, "body"> & { readonly body: Uint8Array };

/**
 * Sends a precertificate and its issuer to a log (RFC 6962 §4.2).
 *
 * @param log the log's URL
 * @param chain DER
 * @throws GoError with the texts of Go's http.Client
 */
export async function postChain(
  log: string,
  chain: readonly Uint8Array[],
  { network, now, rules }: SubmissionContext,
): Promise<Answer> {
  const options = {
    headers: [["Content-Type", "application/json"]],
    body: encodeUtf8(marshal({ chain }, rules.json)),
    closes: false,
    tls: tlsSettings({ trustedCas: null, clientCertificate: null }, { now, rules }),
    proxyFor: (url) => proxyFromEnvironment(url, network.env),
  } satisfies Parameters<typeof post>[1];
  const response = await post(`${log}/ct/v1/add-pre-chain`, options, network.roundTrip);
  return { ...response, body: await response.body() };
}
