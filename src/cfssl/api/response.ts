import { unmarshal } from "../../go/json/decode.js";
import { any, bool, type GoValue, int, slice, string, struct } from "../../go/json/index.js";
import { CfsslError } from "../errors.js";

function responseShape() {
  const message = struct("api.ResponseMessage", { code: ["code", int()], message: ["message", string()] });
  return struct("api.Response", {
    success: ["success", bool()],
    result: ["result", any()],
    errors: ["errors", slice(message)],
    messages: ["messages", slice(message)],
  });
}

/**
 * The result in a cfssl server's response.
 *
 * @throws GoError with encoding/json's text for anything but a response
 * @throws CfsslError 7500 with the first of the server's errors
 */
export function readResult(body: Uint8Array): GoValue {
  const { success, result, errors } = unmarshal(body, responseShape());
  if (success && result !== null) return result;
  const [first] = errors ?? [];
  throw new CfsslError("apiClient.serverRequestFailed", first?.message);
}
