import type { AuthorizerRequest } from "./authorization.ts";
import type { ConditionKeys } from "./iam-conditions.ts";
import { evaluate, readPolicy } from "./iam-policy.ts";
import type { Statement, Verdict } from "./iam-policy.ts";
import type { Received } from "./received.ts";
import { requestArn } from "./request-arn.ts";

/** The policy that a Lambda authorizer answered. */
export type InvokePolicy = readonly Statement[];

/**
 * Reads `policyDocument`.
 * @returns undefined for what is no policy about resources, a policy as JSON text among it
 */
export function readInvokePolicy(document: unknown): InvokePolicy | undefined {
  if (typeof document !== "object") return undefined;
  const policy = readPolicy(document);
  // Without resources a statement would be about everything, as in the trust policy of a role.
  return policy?.every(({ resources, principal }) => resources && principal === undefined)
    ? policy
    : undefined;
}

/**
 * Asks the policy whether the request's own ARN may be invoked (H206). What it is asked by is no IAM identity, so
 * conditions know the request alone; one about anything else is decided against the caller.
 */
export function judgePolicy(policy: InvokePolicy, request: AuthorizerRequest): Verdict {
  return evaluate(policy, {
    action: "execute-api:Invoke",
    resource: requestArn(request),
    keys: requestKeys(request.received),
  });
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
function requestKeys({ receivedAt, sourceIp, headers }: Received): ConditionKeys {
  const known = new Map<string, readonly string[]>([
    ["aws:currenttime", [new Date(receivedAt).toISOString()]],
    ["aws:epochtime", [String(Math.floor(receivedAt / 1000))]],
    ["aws:referer", [headers.byName["referer"] ?? []].flat()],
    // An API is called by https, and this gateway stands for that (H137).
    ["aws:securetransport", ["true"]],
    ["aws:sourceip", [sourceIp]],
    ["aws:useragent", [headers.byName["user-agent"] ?? []].flat()],
  ]);
  return (key) => known.get(key);
}
