import { parseJsonObject } from "../../strict-json.ts";
import { type InvokePolicy, readInvokePolicy } from "./authorizer-policy.ts";
import type { LambdaIdentity } from "./lambda-context.ts";

/** What a Lambda authorizer's function answered (H199). */
export type AuthorizerAnswer = LambdaIdentity &
  (
    | { readonly kind: "simple"; readonly isAuthorized: boolean }
    | { readonly kind: "policy"; readonly policy: InvokePolicy }
  );

/** Why an answer is none, for the logs; it quotes nothing of it. */
export interface MalformedAnswer {
  readonly malformed: string;
}

type Members = Readonly<Record<string, unknown>>;

/** Reads the JSON text that the function returned, for the format that the authorizer has. */
export function readAuthorizerAnswer(
  payload: string,
  isSimple: boolean,
): AuthorizerAnswer | MalformedAnswer {
  // Objects nested deeper than any policy or sensible context are no answer, and cost nothing.
  const answer = parseJsonObject(payload, false);
  if (!answer) return malformed("is no JSON object, or one nested too deep");
  const { context = null } = answer;
  if (typeof context !== "object" || Array.isArray(context)) {
    return malformed("has a context that is no object");
  }
  const known = context === null ? undefined : (context as Members);
  return isSimple ? readSimple(answer, known) : readPolicyAnswer(answer, known);
}

function readSimple(answer: Members, context: LambdaIdentity["context"]) {
  const { isAuthorized } = answer;
  if (typeof isAuthorized !== "boolean") {
    return malformed("has no boolean isAuthorized, as simple responses have");
  }
  return { kind: "simple", isAuthorized, principalId: undefined, context } as const;
}

function readPolicyAnswer(answer: Members, context: LambdaIdentity["context"]) {
  const { principalId, policyDocument } = answer;
  if (policyDocument === undefined) return malformed("has no policyDocument");
  if (typeof principalId !== "string") return malformed("has no principalId that is a text");
  const policy = readInvokePolicy(policyDocument);
  if (!policy) return malformed("has a policyDocument that is no IAM policy");
  return { kind: "policy", policy, principalId, context } as const;
}

function malformed(what: string): MalformedAnswer {
  return { malformed: `the authorizer's answer ${what}` };
}
