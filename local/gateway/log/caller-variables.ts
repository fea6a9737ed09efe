import type { Caller } from "../authorization.ts";
import { identityVariable } from "../iam/iam-identity.ts";
import { lambdaVariable } from "../lambda-authorizer/lambda-context.ts";

/**
 * What `$context.authorizer.*` and `$context.identity.*` tell of a caller, a case for each kind of authorizer (H279).
 * @param name without `$context.`
 * @returns undefined where this kind of caller has no such value: `identity.accountId` without AWS_IAM, for instance
 */
export function callerVariable(caller: Caller, name: string): string | undefined {
  switch (caller.kind) {
    case "anyone":
      return undefined;
    // H129, H130: one claim; all of them together are no text.
    case "jwt":
      return name.startsWith(claims)
        ? caller.token.texts.get(name.slice(claims.length))
        : undefined;
    // Its principalId, and members of its context.
    case "lambda":
      return lambdaVariable(caller, name);
    case "iam":
      return name.startsWith(identity)
        ? identityVariable(caller.credentials, name.slice(identity.length))
        : undefined;
    default:
      return caller satisfies never;
  }
}

const claims = "authorizer.claims.";
const identity = "identity.";
