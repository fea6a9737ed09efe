import { doesNotThrow, throws } from "node:assert/strict";
import { checkIdentityPools } from "../../../local/identity/creation-checks.ts";
import type { Properties, Resource } from "../../../local/program/graph.ts";
import { graphOf } from "../cognito/support/graph.ts";
import {
  identityGraph,
  mappedRoles,
  PROVIDER,
  role,
  roleArnOf,
  roles,
  tags,
} from "./support/graph.ts";

const ROLES = 'aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment "roles"';
const TAGS = 'aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag "tags"';
const POOL = 'aws:cognito/identityPool:IdentityPool "identities"';

const rule = (changes: Properties = {}): Properties => ({
  claim: "custom:department",
  matchType: "Equals",
  value: "sales",
  roleArn: roleArnOf("sales"),
  ...changes,
});
const byRules = (changes: Properties = {}): Properties => ({
  type: "Rules",
  ambiguousRoleResolution: "Deny",
  mappingRules: [rule()],
  ...changes,
});
const rules = (count: number): Properties[] => Array.from({ length: count }, () => rule());
const mappings = (count: number): Resource =>
  roles({
    roleMappings: Array.from({ length: count }, (_, i) => ({
      identityProvider: `${PROVIDER}:client${i}`,
      type: "Token",
      ambiguousRoleResolution: "Deny",
    })),
  });
const providers = (count: number): Properties => ({
  cognitoIdentityProviders: Array.from({ length: count }, (_, i) => ({
    providerName: PROVIDER,
    clientId: `client${i}`,
  })),
});
const at = (place: string, rest: string): string =>
  `Value at '${place}' failed to satisfy constraint: Member must ${rest}`;
const MAPPING = "roleMappings.1.member";

describe("identity pools of the program", () => {
  const refused: readonly (readonly [string, Resource, string, string])[] = [
    [
      "C319: a mapping of another type",
      mappedRoles(byRules({ type: "Groups" })),
      ROLES,
      at(`${MAPPING}.type`, "satisfy enum value set: [Token, Rules]"),
    ],
    [
      "C319: a mapping that does not say what becomes of the ambiguous",
      mappedRoles({ type: "Token" }),
      ROLES,
      `Value null at '${MAPPING}.ambiguousRoleResolution' failed to satisfy constraint: Member must not be null`,
    ],
    [
      "C319: another answer to ambiguity",
      mappedRoles(byRules({ ambiguousRoleResolution: "Allow" })),
      ROLES,
      at(`${MAPPING}.ambiguousRoleResolution`, "satisfy enum value set: [AuthenticatedRole, Deny]"),
    ],
    [
      "C319: a match that there is not",
      mappedRoles(byRules({ mappingRules: [rule(), rule({ matchType: "Like" })] })),
      ROLES,
      at(
        `${MAPPING}.mappingRules.2.member.matchType`,
        "satisfy enum value set: [Equals, NotEqual, StartsWith, Contains]",
      ),
    ],
    [
      "C319: 26 rules of one provider",
      mappedRoles(byRules({ mappingRules: rules(26) })),
      ROLES,
      at(`${MAPPING}.mappingRules`, "have length less than or equal to 25"),
    ],
    [
      "C319: mappings of 11 providers",
      mappings(11),
      ROLES,
      at("roleMappings", "have length less than or equal to 10"),
    ],
    [
      "C319: a mapping by rules without rules",
      mappedRoles(byRules({ mappingRules: [] })),
      ROLES,
      "is by Rules and has no mappingRules.",
    ],
    [
      "C319: a mapping by the token with rules",
      mappedRoles(byRules({ type: "Token" })),
      ROLES,
      "is by Token and has mappingRules, which only Rules has.",
    ],
    [
      "C319: a default role for others",
      roles({ roles: { guests: roleArnOf("guest") } }),
      ROLES,
      'roles has "guests": the roles of a pool are authenticated and unauthenticated.',
    ],
    [
      "C320: a tag that is too long",
      tags({ principalTags: { ["t".repeat(129)]: "sub" } }),
      TAGS,
      "is too long: a tag has up to 128 characters, a claim 256.",
    ],
    [
      "C320: 51 tags",
      tags({
        principalTags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, "sub"])),
      }),
      TAGS,
      "51 principalTags: 50 are the most.",
    ],
  ];
  for (const [what, resource, name, text] of refused) {
    it(`are refused with ${what}`, () => {
      throws(
        () => checkIdentityPools(identityGraph({}, resource)),
        (error: Error) =>
          error.message.startsWith(`${name}: its inputs: InvalidParameterException: `) &&
          error.message.includes(text),
      );
    });
  }

  it("are refused with C328: clients of more than 50 user pools", () => {
    throws(
      () => checkIdentityPools(identityGraph(providers(51))),
      (error: Error) =>
        error.message.startsWith(POOL) &&
        error.message.includes(
          at("cognitoIdentityProviders", "have length less than or equal to 50"),
        ),
    );
  });

  it("are taken with 25 rules, 10 mappings, 50 clients and a number for a text", () => {
    const full = [
      identityGraph(providers(50), mappedRoles(byRules({ mappingRules: rules(25) }))),
      identityGraph({}, mappings(10)),
      identityGraph({}, mappedRoles(byRules({ mappingRules: [rule({ value: 7 })] }))),
    ];
    for (const graph of full) doesNotThrow(() => checkIdentityPools(graph));
  });

  it("C321: a role that any identity pool could assume is refused", () => {
    throws(() => checkIdentityPools(graphOf(role("member", "authenticated", { Condition: {} }))), {
      code: "MalformedPolicyDocument",
      message:
        'aws:iam/role:Role "member": assumeRolePolicy for cognito-identity.amazonaws.com: ' +
        "MalformedPolicyDocument: The trust policy has no condition on " +
        "cognito-identity.amazonaws.com:aud, so any identity pool could assume the role. " +
        "Add a StringEquals condition on it, with the identity pool's id.",
    });
  });

  it("C321: roles that others assume, and statements that deny, need no pool", () => {
    const lambda = { Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const roles = [
      role("function", "", { ...lambda, Condition: {} }),
      role("nobody", "", { Effect: "Deny", Condition: {} }),
      role("member"),
    ];
    doesNotThrow(() => checkIdentityPools(graphOf(...roles)));
  });
});
