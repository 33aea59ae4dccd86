import type { Handler } from "../../go/http/server/exchange.js";
import { createServeMux } from "../../go/http/server/serve-mux.js";
import type { ServerContext } from "../context.js";
import { createApiHandler } from "../endpoint.js";
import { makers, reasonText } from "../endpoints/index.js";
import { createPages } from "../pages/pages.js";

const prefix = "/api/v1/cfssl/";

/**
 * Makes the handler of a server's requests, and logs which endpoints there are.
 *
 * @param disabled the names of endpoints to leave out; unknown ones are ignored
 */
export async function setUpHandlers(disabled: readonly string[], context: ServerContext): Promise<Handler> {
  const { log, rules, release } = context;
  const handlers = new Map<string, Handler>();
  const add = async (name: string, path: string, make: () => Handler | Promise<Handler>) => {
    if (!release.server.namesPath) log.debug(`getHandler for ${name}`);
    if (release.server.namesPath) log.info(`Setting up '${path}' endpoint`);
    if (disabled.includes(name)) return log.info(`endpoint '${name}' is explicitly disabled`);
    try {
      handlers.set(path, await make());
    } catch (cause) {
      return log.warning(
        `endpoint '${release.server.namesPath ? path : name}' is disabled: ${reasonText(cause, context)}`,
      );
    }
    if (!release.server.namesPath) log.info(`endpoint '${path}' is enabled`);
  };
  for (const [name, make] of Object.entries(makers)) {
    if (release.server.missingEndpoints.includes(name)) continue;
    await add(name, prefix + name, async () => createApiHandler(await make(context), log, rules.json));
  }
  await add("/", "/", () => createPages(release.server));
  return createServeMux(handlers);
}
