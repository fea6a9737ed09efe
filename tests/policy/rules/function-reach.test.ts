import { FUNCTION } from "../../../policy/types.ts";
import { UNKNOWN } from "../../../policy/values.ts";
import { describePolicy } from "../support/cases.ts";
import { add, all, remove, resource, set } from "../support/stack.ts";

const SUBNETS = "vpcConfig.subnetIds";

describePolicy("fn-vpc", [
  {
    it: "advises a VPC where a framework asks for it",
    change: set("hello", { vpcConfig: undefined }),
    says: [`Function "hello": ${SUBNETS} is not set; wanted: subnets of a VPC.`],
  },
]);

describePolicy("fn-vpc-multi-az", [
  {
    it: "refuses one subnet",
    change: set("hello", { [SUBNETS]: ["subnet-1"] }),
    says: [`Function "hello": ${SUBNETS} is ["subnet-1"]; wanted: two subnets or more.`],
  },
  {
    it: "refuses the same subnet twice",
    change: set("hello", { [SUBNETS]: ["subnet-1", "subnet-1"] }),
    says: [`Function "hello": ${SUBNETS} is ["subnet-1","subnet-1"]; wanted: two subnets or more.`],
  },
  {
    it: "refuses subnets that are no list",
    change: set("hello", { [SUBNETS]: "subnet-1" }),
    says: [`Function "hello": ${SUBNETS} is "subnet-1"; wanted: a list.`],
  },
  {
    it: "accepts two that are not known yet",
    change: set("hello", { [SUBNETS]: [UNKNOWN, UNKNOWN] }),
  },
  {
    it: "does not apply without a VPC",
    change: all(
      remove("pre-token"),
      set("hello", { vpcConfig: undefined }),
      set("worker", { vpcConfig: undefined }),
    ),
    applies: false,
  },
]);

describePolicy("fn-code-signing", [
  {
    it: "advises to sign code",
    change: set("hello", { codeSigningConfigArn: undefined }),
    says: [
      'Function "hello": codeSigningConfigArn is not set; wanted: the ARN of a code signing configuration.',
    ],
  },
  {
    it: "does not apply to images",
    change: all(
      remove("pre-token"),
      set("hello", { packageType: "Image", codeSigningConfigArn: undefined }),
      set("worker", { packageType: "Image", codeSigningConfigArn: undefined }),
    ),
    applies: false,
  },
]);

const FOREIGN = "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:53";

describePolicy("fn-layers-own", [
  {
    it: "advises against a layer of another account",
    change: set("hello", { "layers[1]": FOREIGN }),
    says: [
      `Function "hello": layers[1] is "${FOREIGN}"; wanted: a layer of the account 123456789012.`,
    ],
  },
  {
    it: "waits while the role is not known",
    change: set("hello", { "layers[1]": FOREIGN, role: UNKNOWN }),
  },
  {
    it: "does not apply without layers",
    change: set("hello", { layers: [] }),
    applies: false,
  },
]);

describePolicy("fn-no-open-url", [
  {
    it: "refuses a URL that anybody may call",
    change: set("worker-url", { authorizationType: "NONE" }),
    says: ['FunctionUrl "worker-url": authorizationType is "NONE"; wanted: AWS_IAM.'],
  },
  { it: "does not apply without a URL", change: remove("worker-url"), applies: false },
]);

const ROLE_ARN = "arn:aws:iam::123456789012:role/worker";

describePolicy("fn-own-role", [
  {
    it: "refuses a role that two functions take",
    change: add(resource(FUNCTION, "twin", { role: ROLE_ARN })),
    says: [`Function "twin": role is "${ROLE_ARN}"; wanted: a role of its own.`],
  },
  {
    it: "waits while roles outside the stack are not known",
    change: add(
      resource(FUNCTION, "a", { role: UNKNOWN }),
      resource(FUNCTION, "b", { role: UNKNOWN }),
    ),
  },
]);
