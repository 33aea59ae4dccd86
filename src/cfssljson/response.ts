import { unmarshal } from "../go/json/decode.js";
import { any, bool, type GoValue, int, map, slice, string, struct } from "../go/json/index.js";

/** The members of an answer; null if the JSON says null. */
export type Result = ReadonlyMap<string, GoValue> | null;

/** An answer of the HTTP API (`{"success": …, "result": …, "errors": […]}`). */
export interface ApiResponse {
  readonly success: boolean;
  readonly result: Result;
  /** The server's error messages. */
  readonly errors: readonly string[];
}

/** Parses the output of a cfssl command. Throws GoError for bad JSON and for anything but an object or null. */
export function parseResult(json: Uint8Array): Result {
  return unmarshal(json, map(any()));
}

/** Parses an answer of the HTTP API. Throws GoError for bad JSON and for members of wrong types. */
export function parseApiResponse(json: Uint8Array): ApiResponse {
  // Upstream reads the number of an error from the key `int`, which no server sends. So `code` may have any type.
  const messages = slice(struct("main.ResponseMessage", { code: ["int", int()], message: ["message", string()] }));
  const response = struct("main.Response", {
    success: ["success", bool()],
    result: ["result", map(any())],
    errors: ["errors", messages],
    messages: ["messages", messages],
  });
  const { success, result, errors } = unmarshal(json, response);
  return { success, result, errors: (errors ?? []).map(({ message }) => message) };
}
