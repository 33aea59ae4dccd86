import type { EndpointContext } from "../../cfssl/bundler/endpoint.js";
import type { CertificateDatabase } from "../../cfssl/certdb/database.js";
import type { SigningProfile } from "../../cfssl/config/profile.js";
import { CfsslError, errorText } from "../../cfssl/errors.js";
import type { CaSigner } from "../../cfssl/signer/signer.js";
import { GoError } from "../../go/errors.js";
import type { ServerContext } from "../context.js";
import type { Route } from "../endpoint.js";
import { createAuthSignEndpoint } from "./authsign.js";
import { createBundleEndpoint } from "./bundle.js";
import { createCertAddEndpoint } from "./certadd.js";
import { createCertInfoEndpoint } from "./certinfo.js";
import { createCrlEndpoint } from "./crl.js";
import { createGenCrlEndpoint } from "./gencrl.js";
import { health } from "./health.js";
import { createInfoEndpoint } from "./info.js";
import { createInitCaEndpoint } from "./init-ca.js";
import { createNewCertEndpoint } from "./newcert.js";
import { createNewKeyEndpoint } from "./newkey.js";
import { createOcspSignEndpoint } from "./ocspsign.js";
import { createRevokeEndpoint } from "./revoke.js";
import { createScanEndpoint } from "./scan.js";
import { createScanInfoEndpoint } from "./scan-info.js";
import { createSignEndpoint } from "./sign.js";

/** Makes an endpoint. Throws CfsslError or GoError with the reason why there is none. */
type Maker = (context: ServerContext) => Route | Promise<Route>;

/** The endpoints by their names. Each is at `/api/v1/cfssl/NAME`. */
export const makers: Readonly<Record<string, Maker>> = {
  async authsign(context) {
    const signer = requireSigner(context);
    requireProfile(signer, ({ provider }) => provider !== null);
    return { method: "POST", endpoint: createAuthSignEndpoint(signer, await openIssuedBundler(context), context) };
  },
  async bundle(context) {
    const endpoint = createBundleEndpoint(await context.files.openBundler(), context);
    context.log.info("bundler API ready");
    return { method: "POST", endpoint };
  },
  certadd: (context) => ({ method: "POST", endpoint: createCertAddEndpoint(context) }),
  certinfo: (context) => ({ method: "POST", endpoint: createCertInfoEndpoint(context) }),
  async crl(context) {
    requireSigner(context);
    const database = requireDatabase(context);
    return { method: "GET", endpoint: createCrlEndpoint(await context.files.openListIssuer(), database, context) };
  },
  gencrl(context) {
    requireSigner(context);
    return { method: "POST", endpoint: createGenCrlEndpoint(context) };
  },
  health: () => ({ method: "GET", endpoint: health }),
  info: (context) => ({ method: "POST", endpoint: createInfoEndpoint(requireSigner(context), context) }),
  init_ca: (context) => ({ method: "POST", endpoint: createInitCaEndpoint(context) }),
  async newcert(context) {
    const signer = requireSigner(context);
    return { method: "POST", endpoint: createNewCertEndpoint(signer, await openIssuedBundler(context), context) };
  },
  newkey(context) {
    context.log.info("setting up key / CSR generator");
    return { method: "POST", endpoint: createNewKeyEndpoint(context) };
  },
  ocspsign(context) {
    if (!context.ocspSigner) throw new GoError(noSigner);
    return { method: "POST", endpoint: createOcspSignEndpoint(context.ocspSigner, context) };
  },
  revoke: (context) => ({ method: "POST", endpoint: createRevokeEndpoint(requireDatabase(context)) }),
  scan(context) {
    context.files.checkScanCas();
    return { method: "GET", endpoint: createScanEndpoint(context) };
  },
  scaninfo: (context) => ({ method: "GET", endpoint: createScanInfoEndpoint(context) }),
  async sign(context) {
    const signer = requireSigner(context);
    requireProfile(signer, ({ provider }) => provider === null);
    return { method: "POST", endpoint: createSignEndpoint(signer, await openIssuedBundler(context), context) };
  },
};

const noSigner = "signer not initialized";

function requireSigner({ signer }: ServerContext): CaSigner {
  if (!signer) throw new GoError(noSigner);
  return signer;
}

function requireDatabase({ database }: ServerContext): CertificateDatabase {
  if (!database) throw new GoError("cert db not configured (missing -db-config)");
  return database;
}

/** The bundler for what an endpoint issues; null for none. */
async function openIssuedBundler({ files, release }: ServerContext): Promise<EndpointContext | null> {
  return files.bundlesIssued && release.server.bundlesIssued ? files.openBundler() : null;
}

/** Throws CfsslError 5200 if neither the default nor another profile is of that kind. */
function requireProfile({ policy }: CaSigner, isWanted: (profile: SigningProfile) => boolean): void {
  if (![policy.default, ...policy.profiles.values()].some(isWanted)) throw new CfsslError("policy.invalidPolicy");
}

/** Why there is no endpoint, as the log says it. */
export function reasonText(cause: unknown, { rules }: ServerContext): string {
  if (cause instanceof CfsslError || cause instanceof GoError) return errorText(cause, rules.json);
  throw cause;
}
