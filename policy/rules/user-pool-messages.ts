import { conditionsOf, principalsOf, statementsAt } from "../iam-document.ts";
import type { Resource } from "../resource.ts";
import { type Rule, type StackContext, waiver } from "../rule.ts";
import { LOG_DELIVERY_CONFIGURATION, ROLE, USER_POOL } from "../types.ts";
import { within } from "../values.ts";
import { isPlus } from "./user-pool-tier.ts";

const COGNITO = "cognito-idp.amazonaws.com";
const SENDER = "emailConfiguration.emailSendingAccount";
const EXTERNAL_ID = "smsConfiguration.externalId";

export const USER_POOL_MESSAGE_RULES: readonly Rule[] = [
  {
    id: "cog-sms-confused-deputy",
    scope: "stack",
    types: [USER_POOL],
    description:
      "The role that sends SMS trusts Cognito on behalf of this pool only: with its external id, and its account " +
      "or ARN as the source.",
    why: "A pool of another account could name the role, and messages would go out at your cost.",
    remedy:
      "Set externalId, and ask for sts:ExternalId and aws:SourceArn in the role's trust policy.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/cross-service-confused-deputy-prevention.html",
    applies: (pool) => pool.has("smsConfiguration"),
    checks: [
      function* (pool) {
        if (pool.text(EXTERNAL_ID) === "") yield pool.violation(EXTERNAL_ID, "an external id");
      },
      function* (pool, { stack }) {
        for (const role of stack.targets(pool, "smsConfiguration", ROLE)) {
          for (const { path, effect, members } of statementsAt(role, "assumeRolePolicy")) {
            if (effect !== "Allow" || !principalsOf(members).includes(COGNITO)) continue;
            const ids = conditionsOf(members, "sts:ExternalId").flatMap(({ values }) => values);
            const isSourced = ["aws:SourceArn", "aws:SourceAccount"].some(
              (key) => conditionsOf(members, key).length > 0,
            );
            if (isSourced && ids.includes(pool.text(EXTERNAL_ID))) continue;
            const wanted =
              "sts:ExternalId of the pool, and aws:SourceArn or aws:SourceAccount, in its conditions";
            yield role.violation(path, wanted, { found: members });
          }
        }
      },
    ],
  },
  {
    id: "cog-email-ses",
    scope: "resource",
    types: [USER_POOL],
    description: "A user pool sends its mails through an identity of your own.",
    why: "Cognito's own sender stops after 50 mails a day for the whole account, and its name means nothing to users.",
    remedy:
      "Set emailSendingAccount to DEVELOPER with the ARN of an SES identity, or to COGNITO_DEFAULT if that is meant.",
    severity: "low",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html",
    // A function that sends the mails needs no sender.
    applies: (pool) => !pool.has("lambdaConfig.customEmailSender"),
    checks: [
      function* (pool) {
        const sender = pool.text(SENDER, "COGNITO_DEFAULT");
        if (sender === "DEVELOPER") return;
        yield pool.has(SENDER) ? waiver("built-in sender") : pool.violation(SENDER, "DEVELOPER");
      },
    ],
  },
  {
    id: "cog-log-delivery",
    scope: "stack",
    types: [USER_POOL],
    description: "Messages that were not sent, and on PLUS every sign-in, are written to a log.",
    why: "Cognito shows neither a mail that failed nor how somebody signed in anywhere else.",
    remedy: "Add a cognito.LogDeliveryConfiguration that writes to a log group with a retention.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetLogDeliveryConfiguration.html",
    checks: [
      function* (pool, context) {
        if (delivers("userNotification", pool, context)) return;
        const level = isPlus(pool) ? {} : { level: "advisory" as const };
        yield pool.lacks(
          "delivery of userNotification",
          "a LogDeliveryConfiguration with it at ERROR",
          level,
        );
      },
      function* (pool, context) {
        if (!isPlus(pool) || delivers("userAuthEvents", pool, context)) return;
        yield pool.lacks(
          "delivery of userAuthEvents",
          "a LogDeliveryConfiguration with it at INFO",
        );
      },
    ],
  },
];

/** Whether the pool writes such events to any log. */
function delivers(eventSource: string, pool: Resource, { stack }: StackContext): boolean {
  return stack
    .sources(pool, LOG_DELIVERY_CONFIGURATION, "userPoolId")
    .some((delivery) =>
      delivery
        .items("logConfigurations")
        .some(({ path }) => delivery.text(within(path, "eventSource")) === eventSource),
    );
}
