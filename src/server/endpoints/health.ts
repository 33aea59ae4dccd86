import type { Endpoint } from "../endpoint.js";

/** Says that the server is there. */
export const health: Endpoint = async () => ({ result: { healthy: true } });
