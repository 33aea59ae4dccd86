import { get } from "../go/http/client.js";
import type { HttpResponse } from "../go/http/message.js";
import { proxyFromEnvironment } from "../go/http/proxy.js";
import type { Context } from "./context.js";
import { type TlsServerRules, tlsSettings } from "./tls-settings.js";

/** Gets a URL as Go's default client does. Throws GoError. */
export function fetchUrl(url: string, context: Context<TlsServerRules>): Promise<HttpResponse> {
  const { network } = context;
  const route = {
    tls: tlsSettings({ trustedCas: null, clientCertificate: null }, context),
    proxyFor: (to: Parameters<typeof proxyFromEnvironment>[0]) => proxyFromEnvironment(to, network.env),
  };
  return get(url, route, network.roundTrip);
}
