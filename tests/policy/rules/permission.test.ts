import { describePolicy } from "../support/cases.ts";
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
      set("permission", { principal: "123456789012", sourceArn: undefined }),
    ),
    applies: false,
  },
]);
