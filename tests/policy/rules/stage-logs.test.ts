import { SAFE_FORMAT } from "../../../policy/rules/access-log-format.ts";
import { describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";
import { UNKNOWN } from "../../../policy/values.ts";

const DESTINATION = "accessLogSettings.destinationArn";
const FORMAT = "accessLogSettings.format";
const DESTINATION_WANTED = "the ARN of a log group or of a delivery stream";
const format = (text: string) => set("stage", { [FORMAT]: text });
/** The only stage, so that nothing else applies. */
const alone = remove("socket-stage");

const withField = (name: string, variable: string): string =>
  JSON.stringify({ ...(JSON.parse(SAFE_FORMAT) as object), [name]: variable });
const SHORT = '{"id":"$context.requestId","status":"$context.status"}';
const LONG = withField("note", "x".repeat(3072));

describePolicy("stage-access-logs", [
  {
    it: "refuses a stage without a log",
    change: set("stage", { accessLogSettings: undefined }),
    says: ['Stage "stage": accessLogSettings is not set; wanted: a destination and a format.'],
  },
  {
    it: "refuses a log without a format",
    change: set("stage", { [FORMAT]: "" }),
    says: [`Stage "stage": ${FORMAT} is ""; wanted: a format.`],
  },
  {
    it: "refuses a destination of another kind",
    change: set("stage", { [DESTINATION]: "arn:aws:s3:::logs" }),
    says: [`Stage "stage": ${DESTINATION} is "arn:aws:s3:::logs"; wanted: ${DESTINATION_WANTED}.`],
  },
  {
    it: "accepts a delivery stream",
    change: set("stage", {
      [DESTINATION]:
        "arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-access",
    }),
  },
  {
    it: "counts a log group that is not made yet",
    change: set("stage", { [DESTINATION]: UNKNOWN }),
  },
]);

describePolicy("stage-log-json", [
  {
    it: "refuses text",
    change: format("$context.identity.sourceIp $context.status"),
    says: [
      `Stage "stage": ${FORMAT} is "$context.identity.sourceIp $context.status"; wanted: one JSON object.`,
    ],
  },
  {
    it: "refuses JSON without what an investigation needs",
    change: format(SHORT),
    says: [
      `Stage "stage": ${FORMAT} is ${JSON.stringify(SHORT)}; wanted: JSON with $context.identity.sourceIp, ` +
        "$context.routeKey, $context.authorizer.error, $context.authorizer.claims.sub as well.",
    ],
  },
  {
    it: "refuses more than API Gateway takes",
    change: format(LONG),
    says: [
      `Stage "stage": ${FORMAT} is ${JSON.stringify(`${LONG.slice(0, 120)}…`)}; wanted: at most 3 KB.`,
    ],
  },
  {
    it: "accepts the caller of a Lambda authorizer",
    change: format(withField("sub", "$context.authorizer.principalId")),
  },
  {
    it: "does not apply without a format, which is another policy's",
    change: all(alone, set("stage", { accessLogSettings: undefined })),
    applies: false,
  },
]);

const leaking = (variable: string) => ({
  it: `refuses ${variable}`,
  change: format(`{"x":"${variable}"}`),
  says: [
    `Stage "stage": ${FORMAT} is ${JSON.stringify(`{"x":"${variable}"}`)}; wanted: a format without ${variable}.`,
  ],
});

describePolicy("stage-log-no-secrets", [
  leaking("$context.identity.apiKey"),
  leaking("$request.header.Authorization"),
  leaking("$context.authorizer.access_token"),
  leaking("$context.authorizer.idToken"),
  {
    it: "accepts what only sounds like a token",
    change: format(
      '{"a":"$context.authorizer.claims.token_use","b":"$context.identity.apiKeyId","c":"$context.authorizer.claims.jti"}',
    ),
  },
]);
