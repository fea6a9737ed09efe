import { deepEqual } from "node:assert/strict";
import { Resource } from "../../policy/resource.ts";
import type { Properties } from "../../policy/values.ts";
import { UNKNOWN } from "../../policy/values.ts";
import { ruleOf } from "./support/cases.ts";
import { resource } from "./support/stack.ts";

/** What the policy writes into a resource with these properties. */
function remedyOf(policy: string, props: Properties): unknown {
  const rule = ruleOf(policy);
  if (rule.scope !== "resource" || typeof rule.remediate !== "function") {
    throw new Error(`${policy} has no safe value that hangs on the resource`);
  }
  return rule.remediate(new Resource(resource("a:b:C", "one", props), []));
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
];

describe("safe values that hang on the resource", () => {
  for (const { it: title, policy, props, writes } of CASES) {
    it(`${policy}: ${title}`, () => deepEqual(remedyOf(policy, props), writes));
  }
});
