import type { Authorization } from "../authorization.ts";
import { type IntegrationOutcome, timedOut } from "../integration-outcome.ts";

/** An answer and what led to it. */
interface Outcome {
  /** Text of a gateway-made error. */
  readonly errorMessage?: string | undefined;
  readonly status?: number;
  readonly integration: IntegrationOutcome;
  readonly authorization: Authorization | undefined;
}

/**
 * `$context.error.responseType`: the kind of gateway response that an error is; undefined for what is no error of the
 * gateway. HTTP APIs have no responses to customise (H59), the names are those of REST APIs.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export function responseType(outcome: Outcome): string | undefined {
  const { errorMessage, status = 500, integration, authorization } = outcome;
  if (errorMessage === undefined) return undefined;
  if (integration.error === timedOut) return "INTEGRATION_TIMEOUT";
  if (integration.error !== undefined) return "INTEGRATION_FAILURE";
  if (status >= 500 && authorization?.allow === false) return "AUTHORIZER_FAILURE";
  return byStatus.get(status) ?? (status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
}

const byStatus: ReadonlyMap<number, string> = new Map([
  [401, "UNAUTHORIZED"],
  [403, "ACCESS_DENIED"],
  [404, "RESOURCE_NOT_FOUND"],
  [413, "REQUEST_TOO_LARGE"],
  [429, "THROTTLED"],
]);
