import type { AuthorizerRequest } from "../authorization.ts";

/** The longest ARN that authorizers decide on, in bytes (H250). */
const maximumBytes = 1_600;

/** ARN of a request: the concrete method and path below the stage, also under `ANY` and `$default` (H198, H287). */
export function requestArn({ received, route, segments }: AuthorizerRequest): string {
  return `${route.arnPrefix}${received.method}/${segments.join("/")}`;
}

/** Whether a request on a route with an authorizer is refused for the length of its path (H250). */
export function isArnTooLong(request: AuthorizerRequest): boolean {
  // Most paths are short, and counting bytes costs more than counting characters.
  if (request.target.path.length < 300) return false;
  return Buffer.byteLength(requestArn(request)) > maximumBytes;
}
