import { certificateInfo } from "../../certinfo/certificate.js";
import { hostAndPort, lookUpCertificate } from "../../certinfo/inspect.js";
import { CfsslError, errorText, isExpected } from "../../cfssl/errors.js";
import { parsePemCertificate } from "../../cfssl/input/certificate.js";
import { GoError } from "../../go/errors.js";
import { encodeUtf8 } from "../../go/utf8.js";
import type { Certificate } from "../../x509/model/certificate.js";
import { parseCertificate } from "../../x509/parse/index.js";
import type { ServerContext } from "../context.js";
import type { Endpoint } from "../endpoint.js";
import { chooseSet, type Texts } from "./choose-set.js";

type Set = keyof typeof finders;

/** Describes a certificate: the one in the request, a server's, or one of the database. */
export function createCertInfoEndpoint(context: ServerContext): Endpoint {
  const { release } = context;
  const bySerial = release.server.looksUpSerials ? { serial: ["serial", "authority_key_id"] } : {};
  const sets: Partial<Record<Set, readonly string[]>> = {
    certificate: ["certificate"],
    domain: ["domain"],
    ...bySerial,
  };
  return async (request) => {
    const { texts, set } = await chooseSet(request, sets, context);
    return { result: certificateInfo(await finders[set](texts, context), release.certinfo) };
  };
}

const finders = {
  async certificate(texts: Texts, { log, release }: ServerContext): Promise<Certificate> {
    const rules = { parser: release.certinfo, json: release.certinfo.json };
    try {
      return parse(texts.get("certificate") ?? "", { log, release });
    } catch (cause) {
      if (cause instanceof CfsslError)
        log.warning(`${release.server.badCertificateWords}: ${errorText(cause, rules.json)}`);
      throw cause;
    }
  },
  async domain(texts: Texts, { log, release, tlsLeaf }: ServerContext): Promise<Certificate> {
    const [host, port] = hostAndPort(texts.get("domain") ?? "");
    try {
      return parseCertificate(await tlsLeaf(host, port), release.certinfo);
    } catch (cause) {
      if (cause instanceof GoError) log.warning(`couldn't parse remote certificate: ${cause.message}`);
      throw cause;
    }
  },
  async serial(texts: Texts, { log, release, database }: ServerContext): Promise<Certificate> {
    if (!database) {
      log.warning("could not find certificates with db access");
      throw new GoError("cannot lookup certificate from serial without db access");
    }
    try {
      const [serial, authorityKeyId] = [texts.get("serial") ?? "", texts.get("authority_key_id") ?? ""];
      const { pem } = await lookUpCertificate(serial, authorityKeyId, database);
      return parse(pem, { log, release });
    } catch (cause) {
      if (isExpected(cause)) log.warning(`couldn't find certificate: ${errorText(cause, release.certinfo.json)}`);
      throw cause;
    }
  },
};

function parse(pem: string, { log, release }: Pick<ServerContext, "log" | "release">): Certificate {
  const rules = { parser: release.certinfo, json: release.certinfo.json };
  return parsePemCertificate(encodeUtf8(pem), { log, rules });
}
