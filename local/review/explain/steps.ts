import type { Observed } from "../../gateway/reply.ts";
import { authorizerStep, integrationStep, throttleStep } from "./answer-steps.ts";
import { hostStep, preflightStep, routeStep, stageStep } from "./routing-steps.ts";
import { type Mark, skipped, step, type Step } from "./step.ts";

/**
 * The steps of the gateway's pipeline, each with how it ended.
 * @param apiName logical name of the API that was asked
 */
export function explainSteps(observed: Observed, apiName: string): readonly Step[] {
  return [
    hostStep(observed, apiName),
    stageStep(observed),
    routeStep(observed),
    preflightStep(observed),
    throttleStep(observed),
    authorizerStep(observed),
    integrationStep(observed),
  ];
}

/** The steps of a request that no API was asked about: its `Host`, or its own form, decided. */
export function unansweredSteps(mark: Mark, says: string): readonly Step[] {
  const names = ["stage", "route", "preflight", "throttle", "authorizer", "integration"];
  const others = names.map((name) => skipped(name));
  return [step("host", mark, "H14, H15, H295", says), ...others];
}
