import { describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";

const essentials = set("pool", { userPoolTier: "ESSENTIALS" });
const noPlusSettings = all(
  set("pool", { userPoolAddOns: undefined }),
  set("log-delivery", { logConfigurations: [{ eventSource: "userNotification" }] }),
  remove("risk"),
);

describePolicy("cog-tier-plus", [
  {
    it: "refuses a lower tier with settings that only PLUS has",
    change: essentials,
    says: ['UserPool "pool": userPoolTier is "ESSENTIALS"; wanted: PLUS.'],
  },
  {
    it: "reports the provider's default, where none of them is set",
    change: all(noPlusSettings, set("pool", { userPoolTier: undefined })),
    says: ['UserPool "pool": userPoolTier is not set, which means "ESSENTIALS"; wanted: PLUS.'],
    level: "advisory",
  },
]);

describePolicy("cog-tier-consistent", [
  {
    it: "refuses what only PLUS has on ESSENTIALS",
    change: essentials,
    says: [
      'UserPool "pool": userPoolTier is "ESSENTIALS"; wanted: PLUS, for userPoolAddOns.advancedSecurityMode, ' +
        'RiskConfiguration "risk", userAuthEvents of LogDeliveryConfiguration "log-delivery".',
    ],
  },
  {
    it: "refuses it on the provider's default",
    change: all(
      noPlusSettings,
      set("pool", { userPoolTier: undefined, userPoolAddOns: { advancedSecurityMode: "AUDIT" } }),
    ),
    says: [
      'UserPool "pool": userPoolTier is not set, which means "ESSENTIALS"; wanted: PLUS, for userPoolAddOns.advancedSecurityMode.',
    ],
  },
  {
    it: "refuses on LITE what ESSENTIALS has",
    change: all(noPlusSettings, set("pool", { userPoolTier: "LITE", emailMfaConfiguration: {} })),
    says: [
      'UserPool "pool": userPoolTier is "LITE"; wanted: ESSENTIALS or PLUS, for signInPolicy.allowedFirstAuthFactors, ' +
        "passwordPolicy.passwordHistorySize, emailMfaConfiguration, lambdaConfig.preTokenGenerationConfig.lambdaVersion.",
    ],
  },
  {
    it: "accepts a plain pool on LITE",
    change: all(
      noPlusSettings,
      set("pool", {
        userPoolTier: "LITE",
        "signInPolicy.allowedFirstAuthFactors": ["PASSWORD"],
        "passwordPolicy.passwordHistorySize": 0,
        "lambdaConfig.preTokenGenerationConfig.lambdaVersion": "V1_0",
      }),
    ),
  },
  { it: "accepts ESSENTIALS without what only PLUS has", change: all(noPlusSettings, essentials) },
]);
