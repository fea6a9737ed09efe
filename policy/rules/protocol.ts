import type { Resource } from "../resource.ts";
import type { StackContext } from "../rule.ts";
import { API } from "../types.ts";

/** Whether a part of an API belongs to a WebSocket API; false where the stack does not hold the API. */
export function isWebSocket(part: Resource, { stack }: StackContext): boolean {
  return stack.targets(part, "apiId", API).some((api) => api.text("protocolType") === "WEBSOCKET");
}
