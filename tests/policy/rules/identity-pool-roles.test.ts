import type { Value } from "../../../policy/values.ts";
import { type Case, describePolicy } from "../support/cases.ts";
import { set } from "../support/stack.ts";

const AUD = "cognito-identity.amazonaws.com:aud";
const AMR = "cognito-identity.amazonaws.com:amr";
const POOL_ID = "eu-west-1:0a1b2c3d";
const trust = (Condition?: Value): Value => ({
  Effect: "Allow",
  Principal: { Federated: ["cognito-identity.amazonaws.com"] },
  ...(Condition !== undefined && { Condition }),
});
const trusted = (...Statement: readonly Value[]) =>
  set("user-role", { assumeRolePolicy: { Statement } });
const refused = (title: string, statement: Value, wanted: string): Case => {
  const text = JSON.stringify(statement);
  const found = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return {
    it: title,
    change: trusted(statement),
    says: [`Role "user-role": assumeRolePolicy is ${found}; wanted: ${wanted} in its conditions.`],
  };
};

describePolicy("idpool-role-trust", [
  refused("refuses a trust without conditions", trust(), `${AUD} and ${AMR}`),
  refused("refuses any pool", trust({ "ForAnyValue:StringLike": { [AMR]: "authenticated" } }), AUD),
  refused("refuses any way of signing in", trust({ StringEquals: { [AUD]: POOL_ID } }), AMR),
  refused(
    "refuses a pool that may be any",
    trust({ StringLike: { [AUD]: "*", [AMR]: "authenticated" } }),
    AUD,
  ),
  refused(
    "refuses conditions that a token without the claim meets",
    trust({ StringEqualsIfExists: { [AUD]: POOL_ID }, StringEquals: { [AMR]: "authenticated" } }),
    AUD,
  ),
  {
    it: "accepts one provider as the way of signing in",
    change: trusted(
      trust({
        StringEquals: { [AUD]: [POOL_ID] },
        "ForAnyValue:StringLike": { [AMR]: "graph.facebook.com" },
      }),
    ),
  },
  {
    it: "does not apply to roles of others",
    change: trusted({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } }),
    applies: false,
  },
]);

const RESOLUTION = "roleMappings[0].ambiguousRoleResolution";

describePolicy("idpool-mapping-deny", [
  {
    it: "refuses the role of everybody",
    change: set("identity-pool-roles", { [RESOLUTION]: "AuthenticatedRole" }),
    says: [
      `IdentityPoolRoleAttachment "identity-pool-roles": ${RESOLUTION} is "AuthenticatedRole"; wanted: Deny.`,
    ],
  },
  {
    it: "refuses the provider's default",
    change: set("identity-pool-roles", { [RESOLUTION]: undefined }),
    says: [
      `IdentityPoolRoleAttachment "identity-pool-roles": ${RESOLUTION} is not set; wanted: Deny.`,
    ],
  },
  {
    it: "accepts an attachment without mappings",
    change: set("identity-pool-roles", { roleMappings: undefined }),
  },
]);
