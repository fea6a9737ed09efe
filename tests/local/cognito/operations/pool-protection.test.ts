import assert from "node:assert/strict";
import { administer } from "../support/administration.ts";
import { client, graphOf, pool, POOL_ID, WEB_ID } from "../support/graph.ts";
import { outcome } from "../support/json-api.ts";
import { type RunningPools, serve, START } from "../support/running-pools.ts";

const PLUS = { userPoolTier: "PLUS", userPoolAddOns: { advancedSecurityMode: "ENFORCED" } };

describe("threat protection and logs through the JSON API", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  const RISKS = {
    CompromisedCredentialsRiskConfiguration: {
      EventFilter: ["SIGN_IN"],
      Actions: { EventAction: "BLOCK" },
    },
    RiskExceptionConfiguration: { BlockedIPRangeList: ["192.0.2.0/24"] },
  };

  it("C283: a client has its own settings, else the pool's", async () => {
    pools = await serve(graphOf(pool(PLUS), client()));
    const empty = await administer(pools, "DescribeRiskConfiguration");
    assert.deepEqual(empty.body, { RiskConfiguration: { UserPoolId: POOL_ID } });
    const LastModifiedDate = START / 1000;
    const { body } = await administer(pools, "SetRiskConfiguration", RISKS);
    assert.deepEqual(body["RiskConfiguration"], {
      UserPoolId: POOL_ID,
      ...RISKS,
      LastModifiedDate,
    });
    const ClientId = WEB_ID;
    const inherited = await administer(pools, "DescribeRiskConfiguration", { ClientId });
    assert.deepEqual(inherited.body["RiskConfiguration"], {
      UserPoolId: POOL_ID,
      ClientId,
      ...RISKS,
      LastModifiedDate,
    });
    await administer(pools, "SetRiskConfiguration", { ClientId });
    const own = await administer(pools, "DescribeRiskConfiguration", { ClientId });
    assert.deepEqual(own.body["RiskConfiguration"], {
      UserPoolId: POOL_ID,
      ClientId,
      LastModifiedDate,
    });
  });

  it("C283: without the add-on there are none", async () => {
    pools = await serve(graphOf(pool(), client()));
    const { body } = await administer(pools, "SetRiskConfiguration", RISKS);
    assert.equal(body["__type"], "UserPoolAddOnNotEnabledException");
  });

  it("C285: logs of messages are for every tier, those of sign-ins for Plus", async () => {
    pools = await serve(graphOf(pool(), client()));
    const LogConfigurations = [
      {
        LogLevel: "ERROR",
        EventSource: "userNotification",
        CloudWatchLogsConfiguration: {
          LogGroupArn: "arn:aws:logs:us-east-1:123456789012:log-group:x",
        },
      },
    ];
    const none = await administer(pools, "GetLogDeliveryConfiguration");
    assert.deepEqual(none.body, {
      LogDeliveryConfiguration: { UserPoolId: POOL_ID, LogConfigurations: [] },
    });
    const { body } = await administer(pools, "SetLogDeliveryConfiguration", { LogConfigurations });
    assert.deepEqual(body, {
      LogDeliveryConfiguration: { UserPoolId: POOL_ID, LogConfigurations },
    });
    assert.deepEqual((await administer(pools, "GetLogDeliveryConfiguration")).body, body);
    const events = [{ LogLevel: "INFO", EventSource: "userAuthEvents" }];
    const refused = await administer(pools, "SetLogDeliveryConfiguration", {
      LogConfigurations: events,
    });
    assert.deepEqual(outcome(refused), [
      "FeatureUnavailableInTierException",
      "Export of authentication events is available from the PLUS tier on.",
    ]);
  });
});
