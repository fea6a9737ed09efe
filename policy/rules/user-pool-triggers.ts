import type { Neighbours } from "../graph.ts";
import type { Resource } from "../resource.ts";
import type { Rule } from "../rule.ts";
import { FUNCTION, PERMISSION, USER_POOL } from "../types.ts";
import { isObject, type Value } from "../values.ts";

const COGNITO = "cognito-idp.amazonaws.com";
/** What Cognito does not wait for: senders run on their own, and the key is no function. */
const NOT_AWAITED = ["customEmailSender", "customSmsSender", "kmsKeyId"];
const TRIGGERS =
  "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-identity-pools-working-with-aws-lambda-triggers.html";

export const USER_POOL_TRIGGER_RULES: readonly Rule[] = [
  {
    id: "cog-trigger-wired",
    scope: "stack",
    types: [USER_POOL],
    description: "A user pool may invoke every function that it has as a trigger.",
    why: "Without the permission every sign-in fails; with one that names no pool, other pools may invoke it.",
    remedy:
      "Add a lambda.Permission for cognito-idp.amazonaws.com with the pool's ARN as sourceArn.",
    severity: "high",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: TRIGGERS,
    applies: (pool) => pool.has("lambdaConfig"),
    checks: [
      function* (pool, { stack }) {
        for (const trigger of stack.targets(pool, "lambdaConfig", FUNCTION)) {
          const isAllowed = stack
            .all(PERMISSION)
            .some((permission) => allows(permission, pool, trigger, stack));
          if (isAllowed) continue;
          yield pool.lacks(
            `permission to invoke Function "${trigger.facts.name}"`,
            `principal ${COGNITO} with the pool's ARN as sourceArn`,
          );
        }
      },
    ],
  },
  {
    id: "cog-pretoken-version",
    scope: "resource",
    types: [USER_POOL],
    description: "The version of the trigger before token generation is stated.",
    why: "Version 1, the default, sees the ID token only: claims meant for the API never reach it.",
    remedy: "Set preTokenGenerationConfig with lambdaVersion V2_0 or V3_0 to change access tokens.",
    severity: "low",
    enforcement: "advisory",
    profiles: "all",
    wave: 3,
    unknown: "plain",
    ids: [],
    reference: TRIGGERS,
    applies: (pool) =>
      pool.has("lambdaConfig.preTokenGeneration") ||
      pool.has("lambdaConfig.preTokenGenerationConfig"),
    checks: [
      function* (pool) {
        const property = "lambdaConfig.preTokenGenerationConfig.lambdaVersion";
        if (pool.text(property) === "") yield pool.violation(property, "V1_0, V2_0 or V3_0");
      },
    ],
  },
  {
    id: "cog-trigger-timeout",
    scope: "stack",
    types: [FUNCTION],
    description: "A trigger of a user pool answers within 5 seconds.",
    why: "Cognito waits no longer, and then invokes it again.",
    remedy: "Set timeout to 5 or less, and measure the first invocation.",
    severity: "medium",
    enforcement: "mandatory",
    profiles: ["baseline", "prod"],
    wave: 2,
    unknown: "edge",
    ids: [],
    reference: TRIGGERS,
    thresholds: {
      maximumSeconds: { default: 5, minimum: 1, description: "Longest timeout of a trigger" },
    },
    applies: (lambda, { stack }) =>
      stack
        .sources(lambda, USER_POOL, "lambdaConfig")
        .some((pool) => isAwaited(lambda, pool.members("lambdaConfig"))),
    checks: [
      function* (lambda, { threshold }) {
        const most = threshold("maximumSeconds");
        if (lambda.number("timeout", 3) > most)
          yield lambda.violation("timeout", `${most} or less`);
      },
    ],
  },
];

/** A permission whose function or source cannot be told is given the benefit of the doubt. */
function allows(
  permission: Resource,
  pool: Resource,
  trigger: Resource,
  stack: Neighbours,
): boolean {
  if (permission.text("principal") !== COGNITO) return false;
  const functions = stack.targets(permission, "function", FUNCTION);
  const pools = stack.targets(permission, "sourceArn", USER_POOL);
  return [
    { targets: functions, wanted: trigger },
    { targets: pools, wanted: pool },
  ].every(
    ({ targets, wanted }) =>
      targets.length === 0 || targets.some(({ facts }) => facts === wanted.facts),
  );
}

/** Whether Cognito waits for the function; where senders are set too, its ARN has to tell. */
function isAwaited({ facts }: Resource, triggers: Readonly<Record<string, Value>>): boolean {
  const awaited = Object.entries(triggers).filter(([name]) => !NOT_AWAITED.includes(name));
  if (awaited.length === Object.keys(triggers).length) return true;
  const { arn } = facts.props;
  return typeof arn === "string" && awaited.some(([, value]) => arnOf(value) === arn);
}

/** Of a trigger that is an ARN, or an ARN with a version. */
function arnOf(trigger: Value): Value | undefined {
  return isObject(trigger) ? trigger["lambdaArn"] : trigger;
}
