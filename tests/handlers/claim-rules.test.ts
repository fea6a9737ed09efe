import assert from "node:assert/strict";
import type { PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { applyClaimRules, type ClaimRules } from "../../handlers/claim-rules";

const RULES: ClaimRules = {
  groups: { admin: ["orders/write", "stock/write"], staff: ["stock/write"] },
  attributes: { tenant: "custom:tenant", mail: "email" },
  sdkSignIn: ["orders/read"],
};

interface Case {
  readonly title: string;
  readonly source?: PreTokenGenerationV2TriggerEvent["triggerSource"];
  readonly groups?: string[];
  readonly scopes?: string[];
  readonly attributes?: Record<string, string>;
  readonly expected: object;
}

const cases: readonly Case[] = [
  {
    title: "F70: gives a user of the SDK the scopes of sdkSignIn",
    source: "TokenGeneration_Authentication",
    scopes: ["aws.cognito.signin.user.admin"],
    expected: {
      scopesToAdd: ["orders/read"],
      scopesToSuppress: ["orders/write", "stock/write"],
      claimsToAddOrOverride: {},
    },
  },
  {
    title: "F70: gives them at refreshes of that session too",
    source: "TokenGeneration_RefreshTokens",
    scopes: ["aws.cognito.signin.user.admin"],
    expected: {
      scopesToAdd: ["orders/read"],
      scopesToSuppress: ["orders/write", "stock/write"],
      claimsToAddOrOverride: {},
    },
  },
  {
    title: "F70: leaves a user of the hosted pages what was asked for",
    source: "TokenGeneration_HostedAuth",
    scopes: ["openid", "email"],
    expected: {
      scopesToAdd: [],
      scopesToSuppress: ["orders/write", "stock/write"],
      claimsToAddOrOverride: {},
    },
  },
  {
    title: "F59: gives members their group's scopes, each once",
    groups: ["staff", "admin"],
    expected: {
      scopesToAdd: ["orders/write", "stock/write"],
      scopesToSuppress: [],
      claimsToAddOrOverride: {},
    },
  },
  {
    title: "F59: takes a group's scopes from everybody else",
    groups: ["staff", "not-admin"],
    scopes: ["openid", "orders/write"],
    expected: {
      scopesToAdd: ["stock/write"],
      scopesToSuppress: ["orders/write"],
      claimsToAddOrOverride: {},
    },
  },
  {
    title: "F69: repeats the attributes that the user has",
    attributes: { sub: "1", email: "a@b.test", "custom:tenant": "north" },
    expected: {
      scopesToAdd: [],
      scopesToSuppress: ["orders/write", "stock/write"],
      claimsToAddOrOverride: { tenant: "north", mail: "a@b.test" },
    },
  },
];

function eventOf(one: Case): PreTokenGenerationV2TriggerEvent {
  return {
    version: "2",
    triggerSource: one.source ?? "TokenGeneration_HostedAuth",
    region: "eu-west-1",
    userPoolId: "eu-west-1_Ab3",
    userName: "1",
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "client" },
    request: {
      userAttributes: one.attributes ?? { sub: "1" },
      groupConfiguration: { groupsToOverride: one.groups ?? [] },
      scopes: one.scopes ?? ["openid"],
    },
    response: { claimsAndScopeOverrideDetails: {} },
  };
}

describe("claim rules", () => {
  for (const one of cases) {
    it(one.title, () => {
      const event = eventOf(one);
      assert.deepEqual(applyClaimRules(RULES, event), {
        ...event,
        response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: one.expected } },
      });
    });
  }

  it("F65: come to the same when they are asked again", () => {
    const event = eventOf({ title: "", groups: ["admin"], expected: {} });
    const once = applyClaimRules(RULES, event);
    assert.deepEqual(applyClaimRules(RULES, once), once);
  });

  it("L027: pass by an event without attributes, groups and scopes", () => {
    const event = eventOf({ title: "", expected: {} });
    const bare = { ...event, request: {} } as unknown as PreTokenGenerationV2TriggerEvent;
    const { response } = applyClaimRules(RULES, bare);
    assert.deepEqual(response.claimsAndScopeOverrideDetails.accessTokenGeneration, {
      scopesToAdd: [],
      scopesToSuppress: ["orders/write", "stock/write"],
      claimsToAddOrOverride: {},
    });
  });
});
