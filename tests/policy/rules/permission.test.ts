import { type Case, describePolicy } from "../support/cases.ts";
import { all, remove, set } from "../support/stack.ts";

const WANTED = "the ARN of one API or pool";

describePolicy("perm-source-arn", [
  {
    it: "refuses a permission without a source",
    change: set("permission", { sourceArn: undefined }),
    says: [`Permission "permission": sourceArn is not set; wanted: ${WANTED}.`],
  },
  {
    it: "refuses a source of any API",
    change: set("permission", { sourceArn: "arn:aws:execute-api:eu-west-1:123456789012:*/*/*" }),
    says: [
      `Permission "permission": sourceArn is "arn:aws:execute-api:eu-west-1:123456789012:*/*/*"; wanted: ${WANTED}.`,
    ],
  },
  {
    it: "refuses a source of any account",
    change: set("permission", { sourceArn: "arn:aws:execute-api:eu-west-1:*:a1b2c3d4e5/*/*" }),
    says: [
      `Permission "permission": sourceArn is "arn:aws:execute-api:eu-west-1:*:a1b2c3d4e5/*/*"; wanted: ${WANTED}.`,
    ],
  },
  {
    it: "accepts the ARN of a pool",
    change: set("permission", {
      principal: "cognito-idp.amazonaws.com",
      sourceArn: "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Abc123",
    }),
  },
  {
    it: "accepts an account",
    change: set("permission", { sourceArn: undefined, sourceAccount: "123456789012" }),
  },
  {
    it: "refuses an account that is none",
    change: set("permission", { sourceArn: undefined, sourceAccount: "*" }),
    says: ['Permission "permission": sourceAccount is "*"; wanted: an account of 12 digits.'],
  },
  {
    it: "does not apply to a caller that is no service",
    change: all(
      remove("pre-token-permission"),
      remove("bucket-permission"),
      set("permission", { principal: "123456789012", sourceArn: undefined }),
    ),
    applies: false,
  },
]);

describePolicy("perm-no-star", [
  {
    it: "refuses everybody",
    change: set("permission", { principal: "*" }),
    says: ['Permission "permission": principal is "*"; wanted: a service or an account.'],
  },
  {
    it: "refuses everybody, whatever the source",
    change: set("permission", { principal: "*", sourceAccount: "123456789012" }),
    says: ['Permission "permission": principal is "*"; wanted: a service or an account.'],
  },
  {
    it: "accepts everybody of one organization",
    change: set("permission", { principal: "*", principalOrgId: "o-a1b2c3d4e5" }),
  },
]);

const EXECUTION = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5";
const whole = (suffix: string): Case => ({
  it: `refuses ${suffix}`,
  change: set("permission", { sourceArn: `${EXECUTION}${suffix}` }),
  says: [
    `Permission "permission": sourceArn is "${EXECUTION}${suffix}"; wanted: the ARN of a stage, a method or a path.`,
  ],
});
const narrow = (suffix: string): Case => ({
  it: `accepts ${suffix}`,
  change: set("permission", { sourceArn: `${EXECUTION}${suffix}` }),
});

describePolicy("perm-source-narrow", [
  whole("/*"),
  whole("/*/*"),
  whole("/*/*/*"),
  narrow("/*/GET/hello"),
  narrow("/*/*/{proxy+}"),
  narrow("/*/$default"),
  narrow("/$default/*"),
  narrow("/prod/*/*"),
  narrow("/authorizers/q8vgu3"),
  {
    it: "does not apply to other sources",
    change: set("permission", { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::b" }),
    applies: false,
  },
]);

describePolicy("perm-action", [
  {
    it: "refuses every action",
    change: set("permission", { action: "lambda:*" }),
    says: ['Permission "permission": action is "lambda:*"; wanted: lambda:InvokeFunction.'],
  },
  {
    it: "refuses to show the code",
    change: set("permission", { action: "lambda:GetFunction" }),
    says: [
      'Permission "permission": action is "lambda:GetFunction"; wanted: lambda:InvokeFunction.',
    ],
  },
  {
    it: "accepts to invoke by URL",
    change: set("permission", { action: "lambda:InvokeFunctionUrl" }),
  },
]);
