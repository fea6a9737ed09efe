import type { Rule } from "../rule.ts";
import { AUTHORIZER } from "../types.ts";
import { isWebSocket } from "./protocol.ts";

const PAYLOAD = "authorizerPayloadFormatVersion";
const TTL = "authorizerResultTtlInSeconds";
const SOURCES = "identitySources";
const DEFAULT_TTL_SECONDS = 300;

export const AUTHORIZER_LAMBDA_RULES: readonly Rule[] = [
  {
    id: "authz-custom-safe",
    scope: "stack",
    types: [AUTHORIZER],
    description:
      "A Lambda authorizer takes payload 2.0, and its answers are kept for 300 seconds at most and for one caller each.",
    why: "Answers are kept by identity source: without one, the first caller's answer is everybody's.",
    remedy:
      "Set identitySources to what identifies a caller, or authorizerResultTtlInSeconds to 0.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "plain",
    ids: [],
    reference:
      "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
    thresholds: {
      maximumTtlSeconds: {
        default: DEFAULT_TTL_SECONDS,
        minimum: 0,
        description: "Longest time that an answer is kept",
      },
    },
    applies: (authorizer, context) =>
      authorizer.text("authorizerType") === "REQUEST" && !isWebSocket(authorizer, context),
    checks: [
      function* (authorizer) {
        if (authorizer.text(PAYLOAD, "1.0") !== "2.0") yield authorizer.violation(PAYLOAD, "2.0");
      },
      function* (authorizer, { threshold }) {
        const most = threshold("maximumTtlSeconds");
        const isLong = authorizer.number(TTL, DEFAULT_TTL_SECONDS) > most;
        if (isLong) yield authorizer.violation(TTL, `${most} or less`);
      },
      function* (authorizer) {
        if (authorizer.number(TTL, DEFAULT_TTL_SECONDS) === 0) return;
        const sources = authorizer.texts(SOURCES).map(({ value }) => value);
        if (sources.length === 0) {
          yield authorizer.violation(SOURCES, "at least one while answers are kept");
        } else if (
          authorizer.flag("enableSimpleResponses", false) &&
          !sources.includes("$context.routeKey")
        ) {
          // A kept yes without a policy holds for every route (H205, H206), which may be what is meant.
          const remedy = "Add $context.routeKey where routes differ in who may call them.";
          yield authorizer.violation(SOURCES, "$context.routeKey as well", {
            level: "advisory",
            remedy,
          });
        }
      },
    ],
  },
];
