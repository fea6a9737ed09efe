import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { all, changed, remove, set } from "../support/stack.ts";

const NO_PERMISSION =
  'UserPool "pool" has no permission to invoke Function "pre-token"; ' +
  "wanted: principal cognito-idp.amazonaws.com with the pool's ARN as sourceArn.";

describePolicy("cog-trigger-wired", [
  {
    it: "refuses a trigger without a permission",
    change: remove("pre-token-permission"),
    says: [NO_PERMISSION],
  },
  {
    it: "refuses a permission of another service",
    change: set("pre-token-permission", { principal: "events.amazonaws.com" }),
    says: [NO_PERMISSION],
  },
  {
    it: "accepts the dependencies while ARNs are not known",
    change: all(
      set("pre-token-permission", { function: UNKNOWN, sourceArn: UNKNOWN }),
      set("pool", { "lambdaConfig.preTokenGenerationConfig.lambdaArn": UNKNOWN, arn: UNKNOWN }),
    ),
  },
  {
    it: "accepts a permission for an alias, whose function cannot be told",
    change: changed("pre-token-permission", (facts) => ({
      ...facts,
      props: { ...facts.props, function: "pre-token:live" },
      propertyDependencies: {},
    })),
  },
  {
    it: "accepts a function of another stack",
    change: all(
      remove("pre-token-permission"),
      changed("pool", (facts) => ({
        ...facts,
        props: { ...facts.props, lambdaConfig: { preSignUp: "arn:aws:lambda:a:1:function:b" } },
        propertyDependencies: {},
      })),
    ),
  },
  {
    it: "does not apply to a pool without triggers",
    change: set("pool", { lambdaConfig: undefined }),
    applies: false,
  },
]);

const VERSION = "lambdaConfig.preTokenGenerationConfig.lambdaVersion";

describePolicy("cog-pretoken-version", [
  {
    it: "reports a trigger without a version",
    change: set("pool", { lambdaConfig: { preTokenGeneration: "arn:aws:lambda:a:1:function:b" } }),
    says: [`UserPool "pool": ${VERSION} is not set; wanted: V1_0, V2_0 or V3_0.`],
  },
  { it: "accepts version 1 where it is stated", change: set("pool", { [VERSION]: "V1_0" }) },
  {
    it: "does not apply without the trigger",
    change: set("pool", { lambdaConfig: { preSignUp: "arn:aws:lambda:a:1:function:b" } }),
    applies: false,
  },
]);

const slow = set("pre-token", { timeout: 6 });
const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:pre-token";
const sender = { lambdaArn: ARN, lambdaVersion: "V1_0" };

describePolicy("cog-trigger-timeout", [
  {
    it: "refuses 6 seconds",
    change: slow,
    says: ['Function "pre-token": timeout is 6; wanted: 5 or less.'],
  },
  { it: "accepts the provider's default", change: set("pre-token", { timeout: undefined }) },
  {
    it: "refuses it while the ARN is not known",
    change: all(
      slow,
      set("pool", { "lambdaConfig.preTokenGenerationConfig.lambdaArn": UNKNOWN }),
      set("pre-token", { arn: UNKNOWN }),
    ),
    says: ['Function "pre-token": timeout is 6; wanted: 5 or less.'],
  },
  {
    it: "refuses a trigger that sends messages as well",
    change: all(slow, set("pool", { "lambdaConfig.customEmailSender": sender })),
    says: ['Function "pre-token": timeout is 6; wanted: 5 or less.'],
  },
  {
    it: "does not apply to a function that only sends messages",
    change: all(
      slow,
      set("pool", { lambdaConfig: { customEmailSender: sender, kmsKeyId: "key" } }),
    ),
    applies: false,
  },
  {
    it: "does not apply to a function that is no trigger",
    change: all(
      slow,
      changed("pool", (facts) => ({
        ...facts,
        props: { ...facts.props, lambdaConfig: null },
        propertyDependencies: {},
      })),
    ),
    applies: false,
  },
]);
