import { ServiceError } from "../json-api/errors.ts";
import {
  type AccessRequest,
  evaluate,
  readPolicy,
  type Statement,
} from "../gateway/iam/iam-policy.ts";
import type { CognitoIdentity } from "../gateway/iam/issued-credentials.ts";
import { type Graph, members, type Resource, text, type Value } from "../program/graph.ts";
import { ROLE } from "../program/types.ts";
import { TEXTS } from "./texts.ts";

/** The principal of trust policies for identity pools. */
export const SERVICE = "cognito-identity.amazonaws.com";

const ASSUME = "sts:AssumeRoleWithWebIdentity";

/** Name of every session that the enhanced flow starts. */
export const SESSION_NAME = "CognitoIdentityCredentials";

/** Who wants to take on a role. */
export interface Assumption {
  readonly roleArn: string;
  readonly cognitoIdentity: CognitoIdentity;
  readonly principalTags: Readonly<Record<string, string>>;
}

/** The role of the graph with this ARN; undefined for one that the program only names. */
export function roleByArn(graph: Graph, arn: string): Resource | undefined {
  return graph.ofType(ROLE).find(({ outputs }) => outputs["arn"] === arn);
}

/**
 * Checks that the role trusts the identity pool with this caller (C321), and with session tags where there are any (C320).
 * @throws ServiceError with AWS's text; the log gets what is missing
 */
export function requireTrust(
  role: Resource,
  assumption: Assumption,
  log: (line: string) => void,
): void {
  const statements = readPolicy(asPolicy(role.inputs["assumeRolePolicy"])) ?? [];
  const applicable = statements.filter(({ principal }) => isFederated(principal));
  const hasTags = Object.keys(assumption.principalTags).length > 0;
  const actions = [ASSUME, ...(hasTags ? ["sts:TagSession"] : [])];
  for (const action of actions) {
    const { effect, unjudged } = evaluate(applicable, requestOf(action, assumption));
    if (effect === "Allow") continue;
    const { identityPoolId, amr } = assumption.cognitoIdentity;
    log(
      [
        `${role.type} "${role.name}" does not let ${SERVICE} do ${action} for ${amr[0]} callers of ${identityPoolId}`,
        ...unjudged.map((condition) => `the condition ${condition} cannot be judged here`),
      ].join("; "),
    );
    throw new ServiceError("InvalidIdentityPoolConfigurationException", TEXTS.noRole);
  }
}

// Everybody has two spellings, of which a denial may use either:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
function isFederated(principal: Statement["principal"]): boolean {
  if (principal === "*") return true;
  if (principal === null || typeof principal !== "object") return false;
  const { AWS: accounts, Federated: federated } = principal as Readonly<Record<string, unknown>>;
  return [accounts].flat().includes("*") || [federated].flat().includes(SERVICE);
}

function requestOf(
  action: string,
  { roleArn, cognitoIdentity, principalTags }: Assumption,
): AccessRequest {
  const known: Readonly<Record<string, readonly string[]>> = {
    [`${SERVICE}:amr`]: cognitoIdentity.amr,
    [`${SERVICE}:aud`]: [cognitoIdentity.identityPoolId],
    [`${SERVICE}:sub`]: [cognitoIdentity.identityId],
    "aws:federatedprovider": [SERVICE],
    "aws:tagkeys": Object.keys(principalTags),
    "sts:rolesessionname": [SESSION_NAME],
    ...Object.fromEntries(
      Object.entries(principalTags).map(([tag, value]) => [
        `aws:requesttag/${tag.toLowerCase()}`,
        [value],
      ]),
    ),
  };
  const keys = (key: string): readonly string[] | undefined =>
    Object.hasOwn(known, key) ? known[key] : key.startsWith("aws:requesttag/") ? [] : undefined;
  return { action, resource: roleArn, keys };
}

/** Whether a role lets identity pools in without saying which, which IAM refuses (C321). */
export function trustsEveryPool({ inputs }: Resource): boolean {
  const statements = readPolicy(asPolicy(inputs["assumeRolePolicy"])) ?? [];
  return statements.some((statement) => letsIn(statement) && !namesPool(statement));
}

function letsIn(statement: Statement): boolean {
  const { Federated: federated } = members(statement.principal as Value);
  if (![federated].flat().includes(SERVICE)) return false;
  const request = { action: ASSUME, resource: "", keys: () => undefined };
  return evaluate([{ ...statement, condition: {} }], request).effect === "Allow";
}

function namesPool({ condition }: Statement): boolean {
  return Object.values(condition).some((keys) =>
    Object.keys(keys).some((key) => key.toLowerCase() === `${SERVICE}:aud`),
  );
}

// Pulumi takes a policy as text or as an object.
function asPolicy(policy: Value | undefined): unknown {
  return text(policy) ?? policy;
}
