import assert from "node:assert/strict";
import { childrenOf, inputs, resource, types } from "../../support/recorded";
import { type Args, layerWith, poolInputs } from "./support/layer";

const trigger = async <Event>(event: Event) => event;
const allEvents = ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"];

async function risk(change: Partial<Args>) {
  const recording = await layerWith(change);
  const { userPoolId, ...others } = inputs(recording, types.risk, "auth-risk");
  assert.equal(userPoolId, resource(recording, types.userPool, "auth").id);
  return others;
}

describe("threat protection", () => {
  it("F80, F81: blocks breached passwords and high risks, and asks for a second factor at the others", async () => {
    const threatProtection = { mode: "ENFORCED" } as const;
    assert.deepEqual(await risk({ threatProtection }), {
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: { eventAction: "MFA_IF_CONFIGURED", notify: false },
          mediumAction: { eventAction: "MFA_REQUIRED", notify: false },
          highAction: { eventAction: "BLOCK", notify: false },
        },
      },
      compromisedCredentialsRiskConfiguration: {
        actions: { eventAction: "BLOCK" },
        eventFilters: allEvents,
      },
    });
    assert.deepEqual(await poolInputs({ threatProtection }, "userPoolAddOns", "userPoolTier"), {
      userPoolTier: "PLUS",
      userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
    });
  });

  it("F80, F81, F83: does what is said, and tells the user through the pool's own sender", async () => {
    const email = { from: "a@orders.test", sesIdentityArn: "arn:ses", replyTo: "b@orders.test" };
    const threatProtection = {
      mode: "AUDIT",
      accountTakeover: { low: "NO_ACTION", medium: "BLOCK", high: "BLOCK" },
      compromisedCredentials: "NO_ACTION",
      ipRanges: { block: ["198.51.100.0/24"], skip: ["203.0.113.0/24"] },
    } as const;
    assert.deepEqual(await risk({ email, threatProtection }), {
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: { eventAction: "NO_ACTION", notify: true },
          mediumAction: { eventAction: "BLOCK", notify: true },
          highAction: { eventAction: "BLOCK", notify: true },
        },
        notifyConfiguration: {
          sourceArn: "arn:ses",
          from: "a@orders.test",
          replyTo: "b@orders.test",
        },
      },
      compromisedCredentialsRiskConfiguration: {
        actions: { eventAction: "NO_ACTION" },
        eventFilters: allEvents,
      },
      riskExceptionConfiguration: {
        blockedIpRangeLists: ["198.51.100.0/24"],
        skippedIpRangeLists: ["203.0.113.0/24"],
      },
    });
  });

  it("F82: covers challenges of one's own", async () => {
    const change: Partial<Args> = {
      threatProtection: { mode: "ENFORCED" },
      triggers: {
        customAuthChallenge: {
          defineAuthChallenge: trigger,
          createAuthChallenge: trigger,
          verifyAuthChallengeResponse: trigger,
        },
      },
    };
    assert.deepEqual(await poolInputs(change, "userPoolAddOns"), {
      userPoolAddOns: {
        advancedSecurityMode: "ENFORCED",
        advancedSecurityAdditionalFlows: { customAuthMode: "ENFORCED" },
      },
    });
  });

  it("F80: is off, as it costs money, unless it is asked for", async () => {
    const recording = await layerWith({});
    assert.deepEqual(
      recording.resources.filter(({ type }) => type === types.risk),
      [],
    );
    assert.deepEqual(await poolInputs({}, "userPoolAddOns"), {});
  });
});

describe("the logs of a pool", () => {
  const logs = (children: readonly string[]) =>
    children.filter((child) => /^(LogGroup|LogDelivery)/.test(child));

  it("F84: hold the messages that failed, for a year", async () => {
    const recording = await layerWith({});
    const { id } = resource(recording, types.userPool, "auth");
    const group = resource(recording, types.logGroup, "auth-notifications-log");
    assert.deepEqual(group.inputs, {
      name: `/aws/vendedlogs/cognito/${id}/notifications`,
      retentionInDays: 365,
      tags: { encryption: "service-owned key" },
    });
    assert.deepEqual(inputs(recording, types.logDelivery, "auth-log-delivery"), {
      userPoolId: id,
      logConfigurations: [
        {
          eventSource: "userNotification",
          logLevel: "ERROR",
          cloudWatchLogsConfiguration: { logGroupArn: group.outputs["arn"] },
        },
      ],
    });
  });

  it("F84: hold every sign-in too where the tier can, as long as is said", async () => {
    const recording = await layerWith({ tier: "PLUS", logRetentionDays: 30 });
    const group = resource(recording, types.logGroup, "auth-auth-events-log");
    assert.equal(group.inputs["retentionInDays"], 30);
    const { logConfigurations } = inputs(recording, types.logDelivery, "auth-log-delivery");
    assert.deepEqual((logConfigurations as unknown[])[1], {
      eventSource: "userAuthEvents",
      logLevel: "INFO",
      cloudWatchLogsConfiguration: { logGroupArn: group.outputs["arn"] },
    });
  });

  it("F84: are left out where that is said", async () => {
    const recording = await layerWith({ logs: { notifications: false } });
    assert.deepEqual(logs(childrenOf(recording, "auth")), []);
  });
});
