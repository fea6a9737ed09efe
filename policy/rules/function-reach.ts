import { textIs } from "../property-checks.ts";
import type { Rule } from "../rule.ts";
import { FUNCTION, FUNCTION_URL, ROLE } from "../types.ts";
import { countDifferent, isList } from "../values.ts";
import { isZip } from "./function-runtime.ts";

const SUBNETS = "vpcConfig.subnetIds";
const LAYER_ACCOUNT = /^arn:[\w-]+:lambda:[^:]*:(?<account>\d{12}):layer:/;
const ROLE_ACCOUNT = /^arn:[\w-]+:iam::(?<account>\d{12}):/;

export const FUNCTION_REACH_RULES: readonly Rule[] = [
  {
    id: "fn-vpc",
    scope: "resource",
    types: [FUNCTION],
    description: "Every function runs inside a VPC.",
    why: "Some frameworks ask for it; by itself it protects nothing and slows the start.",
    remedy: "Set vpcConfig where the function reaches private resources, else exempt it.",
    severity: "low",
    enforcement: "advisory",
    profiles: ["fsbp", "hipaa", "nist-800-53", "pci"],
    wave: 3,
    unknown: "plain",
    ids: [
      "Lambda.3",
      "nag:HIPAA.Security-LambdaInsideVPC",
      "nag:NIST.800.53.R5-LambdaInsideVPC",
      "nag:PCI.DSS.321-LambdaInsideVPC",
      "CKV_AWS_117",
      "prow:awslambda_function_inside_vpc",
    ],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-3",
    checks: [
      function* (handler) {
        const subnets = handler.value(SUBNETS) ?? [];
        if (isList(subnets) && subnets.length === 0) {
          yield handler.violation(SUBNETS, "subnets of a VPC");
        }
      },
    ],
  },
  {
    id: "fn-vpc-multi-az",
    scope: "resource",
    types: [FUNCTION],
    description: "A function inside a VPC has subnets in two zones at least.",
    why: "It stops with the only zone it has.",
    remedy: "Add a subnet of another availability zone.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod", "fsbp"],
    wave: 2,
    unknown: "plain",
    ids: ["Lambda.5", "prow:awslambda_function_vpc_multi_az"],
    reference:
      "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-5",
    applies: (handler) => handler.has(SUBNETS),
    checks: [
      function* (handler) {
        const subnets = handler.value(SUBNETS);
        if (!isList(subnets)) return void handler.items(SUBNETS);
        if (countDifferent(subnets) === 1) yield handler.violation(SUBNETS, "two subnets or more");
      },
    ],
  },
  {
    id: "fn-code-signing",
    scope: "resource",
    types: [FUNCTION],
    description: "Only signed code runs.",
    why: "A bundle that somebody changed on the way is not taken.",
    remedy: "Set codeSigningConfigArn where builds sign what they make.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "present",
    ids: ["CKV_AWS_272"],
    reference: "https://www.checkov.io/5.Policy%20Index/all.html",
    applies: isZip,
    checks: [
      function* (handler) {
        if (!handler.has("codeSigningConfigArn")) {
          yield handler.violation(
            "codeSigningConfigArn",
            "the ARN of a code signing configuration",
          );
        }
      },
    ],
  },
  {
    id: "fn-layers-own",
    scope: "resource",
    types: [FUNCTION],
    description: "Layers come from the function's own account.",
    why: "A layer runs with the rights of the function, and its owner may withdraw it.",
    remedy: "Publish the layer in your own account, or exempt its publisher and pin the version.",
    severity: "medium",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "wait",
    ids: ["prow:awslambda_function_using_cross_account_layers"],
    reference: "https://github.com/prowler-cloud/prowler",
    applies: (handler) => handler.items("layers").length > 0,
    checks: [
      function* (handler) {
        // Lambda takes roles of its own account only.
        const own = ROLE_ACCOUNT.exec(handler.text("role"))?.groups?.["account"];
        for (const { path, value } of own === undefined ? [] : handler.texts("layers")) {
          const account = LAYER_ACCOUNT.exec(value)?.groups?.["account"];
          if (account !== own) yield handler.violation(path, `a layer of the account ${own}`);
        }
      },
    ],
  },
  {
    id: "fn-no-open-url",
    scope: "resource",
    types: [FUNCTION_URL],
    description: "A function's own URL asks for IAM authorization.",
    why: "It leads round the API and its authorizer to the same code.",
    remedy: 'Set authorizationType to "AWS_IAM", or serve the function by a route.',
    severity: "critical",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 1,
    unknown: "plain",
    ids: [
      "nag:Serverless-LambdaFunctionUrlAuth",
      "CKV_AWS_258",
      "prow:awslambda_function_url_public",
    ],
    reference: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
    checks: [textIs("authorizationType", "AWS_IAM")],
  },
  {
    id: "fn-own-role",
    scope: "stack",
    types: [FUNCTION],
    description: "No two functions share a role.",
    why: "Each of them could then do what any of them needs.",
    remedy: "Give each function a role with its own permissions.",
    severity: "medium",
    enforcement: "mandatory in prod",
    profiles: ["prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    checks: [
      function* (handler, { stack }) {
        const [role] = stack.targets(handler, "role", ROLE);
        const sharers = role
          ? stack.sources(role, FUNCTION, "role")
          : stack.all(FUNCTION).filter(({ facts }) => facts.props["role"] === handler.text("role"));
        // The first may keep it.
        const isFirst = sharers[0]?.facts === handler.facts;
        if (sharers.length > 1 && !isFirst) yield handler.violation("role", "a role of its own");
      },
    ],
  },
];
