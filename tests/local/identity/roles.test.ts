import { equal, throws } from "node:assert/strict";
import type { VerifiedLogin } from "../../../local/identity/logins.ts";
import { readIdentityPools } from "../../../local/identity/pool.ts";
import { chooseRole } from "../../../local/identity/roles.ts";
import type { Properties } from "../../../local/program/graph.ts";
import { WEB_ID } from "../cognito/support/graph.ts";
import { identityGraph, mappedRoles, PROVIDER, roleArnOf } from "./support/graph.ts";

const [member, admin, editor] = ["member", "admin", "editor"].map(roleArnOf) as [
  string,
  string,
  string,
];

/** The role of a web client's user with these claims. */
function roleOf(mapping: Properties, claims: object, customRoleArn?: string): string {
  const [pool] = readIdentityPools(identityGraph({}, mappedRoles(mapping)));
  if (!pool) throw new Error("the graph has no identity pool");
  const login: VerifiedLogin = {
    provider: PROVIDER,
    subject: "ada",
    clientId: WEB_ID,
    claims: { sub: "ada", ...claims },
  };
  return chooseRole(pool, login, customRoleArn);
}

const groups = { "cognito:roles": [admin, editor], "cognito:preferred_role": admin };
const ambiguous = { "cognito:roles": [admin, editor] };
const lenient = { type: "Token", ambiguousRoleResolution: "AuthenticatedRole" };
const strict = { type: "Token", ambiguousRoleResolution: "Deny" };
const denied = { message: "Access denied: no role could be chosen for this token." };

describe("identity pools: roles of the token", () => {
  it("C319: the preferred role is taken", () => equal(roleOf(strict, groups), admin));
  it("C319: another of the token's roles may be asked for", () =>
    equal(roleOf(strict, groups, editor), editor));
  it("C319: the only role is taken", () =>
    equal(roleOf(strict, { "cognito:roles": [editor] }), editor));
  it("C319: AuthenticatedRole takes the default role when none is preferred", () =>
    equal(roleOf(lenient, ambiguous), member));
  it("C319: AuthenticatedRole takes the default role of who is in no group", () =>
    equal(roleOf(lenient, {}), member));
  it("C319: Deny refuses when none is preferred", () =>
    throws(() => roleOf(strict, ambiguous), denied));
  it("C319: Deny refuses who is in no group", () => throws(() => roleOf(strict, {}), denied));
  it("F73: nothing said about ambiguity refuses too", () =>
    throws(() => roleOf({ type: "Token" }, ambiguous), denied));
  it("C319: a role that is not the token's may not be asked for", () =>
    throws(() => roleOf(lenient, groups, member), {
      message: "CustomRoleArn is not among the roles of the token.",
    }));
});

describe("identity pools: roles by rules", () => {
  const rule = (matchType: string, claim: string, value: string, roleArn = admin) => ({
    matchType,
    claim,
    value,
    roleArn,
  });
  const by = (...mappingRules: Properties[]) => ({ ...strict, type: "Rules", mappingRules });
  const rows: readonly (readonly [string, Properties, object, boolean])[] = [
    ["Equals", rule("Equals", "custom:tier", "gold"), { "custom:tier": "gold" }, true],
    [
      "Equals, in another case",
      rule("Equals", "custom:tier", "gold"),
      { "custom:tier": "Gold" },
      false,
    ],
    ["Equals of a claim that is not there", rule("Equals", "custom:tier", "undefined"), {}, false],
    [
      "Equals of a truth value",
      rule("Equals", "email_verified", "true"),
      { email_verified: true },
      true,
    ],
    [
      "Equals of a list",
      rule("Equals", "cognito:groups", "staff"),
      { "cognito:groups": ["a", "staff"] },
      true,
    ],
    ["NotEqual", rule("NotEqual", "custom:tier", "gold"), { "custom:tier": "silver" }, true],
    [
      "NotEqual of the same",
      rule("NotEqual", "custom:tier", "gold"),
      { "custom:tier": "gold" },
      false,
    ],
    ["NotEqual of a claim that is not there", rule("NotEqual", "custom:tier", "gold"), {}, false],
    ["StartsWith", rule("StartsWith", "email", "ada@"), { email: "ada@example.com" }, true],
    [
      "StartsWith in the middle",
      rule("StartsWith", "email", "example"),
      { email: "ada@example.com" },
      false,
    ],
    ["Contains", rule("Contains", "email", "@example."), { email: "ada@example.com" }, true],
    [
      "Contains of something else",
      rule("Contains", "email", "@other."),
      { email: "ada@example.com" },
      false,
    ],
    ["a match type that AWS has not", rule("Like", "email", "*"), { email: "*" }, false],
  ];
  for (const [title, only, claims, isMatch] of rows) {
    it(`C319: ${title} ${isMatch ? "matches" : "does not match"}`, () => {
      if (isMatch) equal(roleOf(by(only), claims), admin);
      else throws(() => roleOf(by(only), claims), denied);
    });
  }

  it("C319: the first rule that matches counts", () => {
    const claims = { email: "ada@example.com" };
    const both = [
      rule("Contains", "email", "ada", editor),
      rule("Contains", "email", "ada", admin),
    ];
    equal(roleOf(by(...both), claims), editor);
  });

  it("C319: no role may be asked for where rules decide, nor where there is no mapping", () => {
    const message = "CustomRoleArn is not supported by the role mapping of this identity pool.";
    throws(() => roleOf(by(), { "cognito:roles": [admin] }, admin), { message });
    const [pool] = readIdentityPools(identityGraph());
    throws(() => pool && chooseRole(pool, undefined, admin), { message });
  });

  it("C319: another client's mapping is none of this one's", () => {
    const mapping = { ...by(rule("Equals", "sub", "ada")), identityProvider: `${PROVIDER}:other` };
    equal(roleOf(mapping, {}), member);
  });
});
