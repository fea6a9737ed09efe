import type { Clock } from "../../clock.ts";
import type { Functions, Invocation } from "../../functions/invocation.ts";
import type { Resource } from "../../program/graph.ts";
import type { Authorization, Authorizer, AuthorizerRequest, Refusal } from "../authorization.ts";
import type { PayloadFormat } from "../lambda-integration/payload-format.ts";
import { type AuthorizerAnswer, readAuthorizerAnswer } from "./authorizer-answer.ts";
import { createAuthorizerEvent } from "./authorizer-event.ts";
import { judgePolicy } from "./authorizer-policy.ts";
import { createAuthorizerResults } from "./authorizer-results.ts";
import { type IdentityReader, readIdentity } from "./request-identity.ts";

/** How long an authorizer's function may take, whatever its own timeout (H203). */
const timeoutMs = 10_000;

/** The function that an authorizer calls in one stage, or why each call fails. */
export type AuthorizerTarget =
  { readonly function: Resource } | { readonly broken: string; readonly hint: string };

/** A Lambda authorizer in one stage. */
export interface LambdaAuthorizerOptions {
  readonly target: AuthorizerTarget;
  readonly identitySources: readonly IdentityReader[];
  readonly payloadFormat: PayloadFormat;
  /** The function answers `isAuthorized`, not a policy (H199). */
  readonly isSimple: boolean;
  /** 0: nothing is kept. */
  readonly ttlSeconds: number;
  readonly functions: Functions;
  readonly clock: Clock;
}

/** The Lambda authorizer: identity, then a kept answer or the function's, then the decision (H194–H210). */
export function createLambdaAuthorizer(options: LambdaAuthorizerOptions): Authorizer {
  const { target, identitySources, ttlSeconds, clock } = options;
  const results = ttlSeconds > 0 ? createAuthorizerResults(ttlSeconds, clock) : undefined;
  const ask = async (
    source: Resource,
    identity: readonly string[],
    request: AuthorizerRequest,
  ): Promise<Authorization> => {
    const invocation = await invoke(options, source, eventFor(options, identity, request));
    if (!invocation.ok) return failed(invocation);
    const answer = readAuthorizerAnswer(invocation.payload, options.isSimple);
    // H202: what is no answer is not kept.
    if ("malformed" in answer) return refuse(500, answer.malformed);
    results?.keep(identity, answer, invocation.payload.length);
    return decide(answer, request, "the authorizer's answer");
  };
  return (request) => {
    const identity = readIdentity(identitySources, request);
    // H195: the function is not asked.
    if (!identity) return refuse(401, "an identity source is missing in the request");
    const kept = results?.find(identity);
    // H205: often to another route, which explains a refusal that the function would not make.
    if (kept) return decide(kept, request, "the authorizer's answer to an earlier request");
    if ("broken" in target) return { ...refuse(500, target.broken), hint: target.hint };
    return ask(target.function, identity, request);
  };
}

function eventFor(
  { payloadFormat, identitySources }: LambdaAuthorizerOptions,
  identity: readonly string[],
  request: AuthorizerRequest,
): string {
  const shown = identitySources.length > 0 ? identity : undefined;
  return createAuthorizerEvent(payloadFormat, { ...request, identity: shown });
}

async function invoke(
  { functions }: LambdaAuthorizerOptions,
  { urn }: Resource,
  event: string,
): Promise<Invocation> {
  const timeout = Promise.withResolvers<Invocation>();
  const timer = setTimeout(timeout.resolve, timeoutMs, timedOut);
  try {
    // The function keeps running; its late answer is dropped.
    return await Promise.race([functions.invoke(urn, event), timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const timedOut: Invocation = {
  ok: false,
  kind: "timeout",
  errorType: "Timeout",
  errorMessage: `no answer within ${timeoutMs} ms`,
};

// The message may quote what the caller sent, so only its type is told; the function's own log has the rest.
function failed({ errorType, errorMessage }: Invocation & { readonly ok: false }): Refusal {
  // H201: this text and no other.
  if (errorMessage === "Unauthorized")
    return refuse(401, "the authorizer's function says Unauthorized");
  return refuse(500, `the authorizer's function failed: ${errorType}`);
}

function decide(
  answer: AuthorizerAnswer,
  request: AuthorizerRequest,
  source: string,
): Authorization {
  const refusal = refusalOf(answer, request);
  // H200
  if (refusal !== undefined) return refuse(403, `${source}: ${refusal}`);
  const { principalId, context } = answer;
  return { allow: true, caller: { kind: "lambda", principalId, context } };
}

// H206: a simple response counts for every request, a policy is asked about each one's own ARN.
function refusalOf(answer: AuthorizerAnswer, request: AuthorizerRequest): string | undefined {
  if (answer.kind === "simple") return answer.isAuthorized ? undefined : "isAuthorized is false";
  const { effect, unjudged } = judgePolicy(answer.policy, request);
  if (effect === "Allow") return undefined;
  const doubts = unjudged.map((condition) => `; not evaluated here: ${condition}`);
  return (effect === "Deny" ? "an explicit Deny" : "no Allow of this request") + doubts.join("");
}

function refuse(status: Refusal["status"], reason: string): Refusal {
  return { allow: false, status, reason, challenge: undefined };
}
