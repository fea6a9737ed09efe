import { deepEqual, equal } from "node:assert/strict";
import { contextOf } from "../../policy/configuration.ts";
import { judge } from "../../policy/judge.ts";
import { Resource, type ResourceFacts } from "../../policy/resource.ts";
import { RULES } from "../../policy/rules.ts";
import { DEFAULT_SETTINGS } from "../../policy/settings.ts";
import { type Properties, UNKNOWN, type Value } from "../../policy/values.ts";
import { ruleOf } from "./support/cases.ts";
import { SECURE_STACK } from "./support/secure-stack.ts";
import { graphOf, resource, set } from "./support/stack.ts";

/** What the policy writes into a resource with these properties. */
function remedyOf(policy: string, props: Properties): unknown {
  const rule = ruleOf(policy);
  if (rule.scope !== "resource" || typeof rule.remediate !== "function") {
    throw new Error(`${policy} has no safe value that hangs on the resource`);
  }
  return rule.remediate(new Resource(resource(rule.types[0] ?? "", "one", props), []));
}

const ROTATION = { feature: "ENABLED", retryGracePeriodSeconds: 10 };
const VERIFIED_FIRST = "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates";

const CASES: readonly {
  readonly it: string;
  readonly policy: string;
  readonly props: Properties;
  readonly writes: object;
}[] = [
  {
    it: "verifies the addresses that users sign in with, beside those that are",
    policy: "cog-auto-verify-aliases",
    props: { usernameAttributes: ["email"], autoVerifiedAttributes: ["phone_number"] },
    writes: { autoVerifiedAttributes: ["phone_number", "email"] },
  },
  {
    it: "leaves a list with an unknown member alone",
    policy: "cog-auto-verify-aliases",
    props: { usernameAttributes: ["email"], autoVerifiedAttributes: [UNKNOWN] },
    writes: {},
  },
  {
    it: "asks for the proof of every address that is verified",
    policy: "cog-verify-before-update",
    props: { autoVerifiedAttributes: ["email", "phone_number"] },
    writes: { [VERIFIED_FIRST]: ["email", "phone_number"] },
  },
  {
    it: "puts the flow code in the place of implicit, once",
    policy: "client-no-implicit",
    props: { allowedOauthFlows: ["implicit", "code"] },
    writes: { allowedOauthFlows: ["code"] },
  },
  {
    it: "leaves flows alone that are not known whole",
    policy: "client-no-implicit",
    props: { allowedOauthFlows: ["implicit", UNKNOWN] },
    writes: {},
  },
  {
    it: "rotates refresh tokens, and takes away the flow that Cognito refuses with it",
    policy: "client-refresh-rotation",
    props: { explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
    writes: { refreshTokenRotation: ROTATION, explicitAuthFlows: ["ALLOW_USER_AUTH"] },
  },
  {
    it: "does not rotate where only that flow would be left of the default",
    policy: "client-refresh-rotation",
    props: { explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"] },
    writes: {},
  },
  {
    it: "has every provider of an identity pool asked",
    policy: "idpool-server-side-check",
    props: { cognitoIdentityProviders: [{ clientId: "a" }, { clientId: "b" }] },
    writes: {
      "cognitoIdentityProviders.0.serverSideTokenCheck": true,
      "cognitoIdentityProviders.1.serverSideTokenCheck": true,
    },
  },
  {
    it: "turns the metrics of the ACL and of each of its rules on",
    policy: "waf-metrics",
    props: { rules: [{ name: "a" }, UNKNOWN, { name: "c" }] },
    writes: {
      "visibilityConfig.cloudwatchMetricsEnabled": true,
      "rules.0.visibilityConfig.cloudwatchMetricsEnabled": true,
      "rules.2.visibilityConfig.cloudwatchMetricsEnabled": true,
    },
  },
];

describe("safe values that hang on the resource", () => {
  for (const { it: title, policy, props, writes } of CASES) {
    it(`${policy}: ${title}`, () => deepEqual(remedyOf(policy, props), writes));
  }
});

describe("safe values", () => {
  for (const rule of RULES) {
    if (rule.scope !== "resource" || rule.remediate === undefined) continue;
    const { id, types, remediate } = rule;
    if (typeof remediate === "function") continue;

    it(`of ${id} are what it asks for`, () => {
      const context = contextOf(rule, { settings: DEFAULT_SETTINGS, policies: new Map() });
      // No policy takes an object in their place.
      const wrong = Object.fromEntries(Object.keys(remediate).map((path) => [path, {}]));
      const judged = SECURE_STACK.filter(({ type }) => types.includes(type));
      const verdictOf = (
        facts: ResourceFacts,
        values: Readonly<Record<string, Value | undefined>>,
      ) => {
        const [changed = facts] = set(facts.name, values)([facts]);
        return judge(rule, changed, graphOf([changed]), context);
      };
      const refused = judged.filter((facts) => verdictOf(facts, wrong).findings.length > 0);
      equal(refused.length > 0, true);
      for (const facts of refused) deepEqual(verdictOf(facts, remediate).findings, []);
    });
  }
});
