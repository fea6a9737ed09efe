import type { AuthorizerRequest } from "../authorization.ts";
import { evaluate, readPolicy, type Statement, type Verdict } from "../iam/iam-policy.ts";
import { requestArn } from "../iam/request-arn.ts";
import { requestKeys } from "../iam/request-keys.ts";

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
  const known = new Map(Object.entries(requestKeys(request.received)));
  return evaluate(policy, {
    action: "execute-api:Invoke",
    resource: requestArn(request),
    keys: (key) => known.get(key),
  });
}
