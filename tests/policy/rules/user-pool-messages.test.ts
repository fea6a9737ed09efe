import { UNKNOWN, type Value } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";

const trust = (Condition: Value) => ({
  Effect: "Allow",
  Principal: { Service: "cognito-idp.amazonaws.com" },
  Condition,
});
const trusted = (statement: Value) =>
  set("sms-role", { assumeRolePolicy: JSON.stringify({ Statement: [statement] }) });
const refused = (statement: Value): string =>
  `Role "sms-role": assumeRolePolicy is ${JSON.stringify(statement).slice(0, 120)}…; ` +
  "wanted: sts:ExternalId of the pool, and aws:SourceArn or aws:SourceAccount, in its conditions.";

const ID_ALONE = trust({ StringEquals: { "sts:ExternalId": "shop-sms" } });
const OTHER_ID = trust({
  StringEquals: { "sts:ExternalId": "x", "aws:SourceAccount": "123456789012" },
});

describePolicy("cog-sms-confused-deputy", [
  {
    it: "refuses a trust policy that names no source",
    change: trusted(ID_ALONE),
    says: [refused(ID_ALONE)],
  },
  {
    it: "refuses another external id",
    change: trusted(OTHER_ID),
    says: [refused(OTHER_ID)],
  },
  {
    it: "refuses a pool without an external id",
    change: all(
      set("pool", { "smsConfiguration.externalId": undefined }),
      trusted({ Effect: "Deny", Principal: "*" }),
    ),
    says: ['UserPool "pool": smsConfiguration.externalId is not set; wanted: an external id.'],
  },
  {
    it: "accepts an account as the source, in a list and in any case",
    change: trusted(
      trust({
        StringEquals: { "STS:externalid": ["shop-sms"], "aws:sourceaccount": ["123456789012"] },
      }),
    ),
  },
  {
    it: "waits for a trust policy that is not known",
    change: set("sms-role", { assumeRolePolicy: UNKNOWN }),
  },
  {
    it: "does not apply to a pool that sends no SMS",
    change: set("pool", { smsConfiguration: undefined }),
    applies: false,
  },
]);

const SENDER = "emailConfiguration.emailSendingAccount";

describePolicy("cog-email-ses", [
  {
    it: "refuses the provider's default",
    change: set("pool", { emailConfiguration: undefined }),
    says: [
      `UserPool "pool": ${SENDER} is not set, which means "COGNITO_DEFAULT"; wanted: DEVELOPER.`,
    ],
  },
  {
    it: "reports the built-in sender where the program chooses it",
    change: set("pool", { [SENDER]: "COGNITO_DEFAULT" }),
    waives: ["built-in sender"],
  },
  {
    it: "does not apply where a function sends the mails",
    change: set("pool", { "lambdaConfig.customEmailSender": { lambdaVersion: "V1_0" } }),
    applies: false,
  },
]);

const logs = (...eventSources: readonly string[]) =>
  set("log-delivery", { logConfigurations: eventSources.map((eventSource) => ({ eventSource })) });
const NO_NOTIFICATION =
  'UserPool "pool" has no delivery of userNotification; wanted: a LogDeliveryConfiguration with it at ERROR.';
const NO_EVENTS =
  'UserPool "pool" has no delivery of userAuthEvents; wanted: a LogDeliveryConfiguration with it at INFO.';

describePolicy("cog-log-delivery", [
  {
    it: "refuses a pool that writes no log",
    change: remove("log-delivery"),
    says: [NO_NOTIFICATION, NO_EVENTS],
  },
  {
    it: "refuses a pool on PLUS that writes failed messages only",
    change: logs("userNotification"),
    says: [NO_EVENTS],
  },
  {
    it: "reports a pool of another tier that writes no log",
    change: all(remove("log-delivery"), set("pool", { userPoolTier: "ESSENTIALS" })),
    says: [NO_NOTIFICATION],
    level: "advisory",
  },
  {
    it: "accepts failed messages on another tier",
    change: all(logs("userNotification"), set("pool", { userPoolTier: "ESSENTIALS" })),
  },
  {
    it: "waits for logs that are not known",
    change: set("log-delivery", { logConfigurations: UNKNOWN }),
  },
]);
