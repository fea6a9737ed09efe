import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authorization } from "./authorization.ts";
import type { ApiMapping } from "./domain-names.ts";
import type { IntegrationOutcome } from "./integration-outcome.ts";
import type { Received } from "./received.ts";
import type { StagePlan, StageRoute } from "./plan/stage-plan.ts";
import type { Target } from "./target.ts";

/** Where a request is: the step that decides about it, in the end the one that answered. */
export type ExchangeStep =
  "host" | "stage" | "route" | "preflight" | "throttle" | "authorizer" | "integration";

/** One request on its way through the gateway; later steps read what earlier ones found. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly received: Received;
  /** How a custom domain name led here; undefined on the default endpoint. */
  readonly mapping: ApiMapping | undefined;
  step: ExchangeStep;
  stage: StagePlan | undefined;
  route: StageRoute | undefined;
  /** Segments of the path below the stage. */
  segments: readonly string[];
  authorization: Authorization | undefined;
  /** The body, where the authorizer needed it. */
  body: Buffer | undefined;
  integration: IntegrationOutcome;
  /** Whether the answer was given; a late one is dropped. */
  isAnswered: boolean;
}

/** Starts an exchange. */
export function openExchange(
  request: IncomingMessage,
  response: ServerResponse,
  received: Received,
  mapping?: ApiMapping,
): Exchange {
  return {
    request,
    response,
    received,
    mapping,
    step: "host",
    stage: undefined,
    route: undefined,
    segments: [],
    authorization: undefined,
    body: undefined,
    integration: {},
    isAnswered: false,
  };
}

/** The request target; a request without one never has a route. */
export function targetOf({ received }: Exchange): Target {
  if (!received.target) throw new Error("A request without a target has no integration.");
  return received.target;
}
