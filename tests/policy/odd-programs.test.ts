import { deepEqual, equal } from "node:assert/strict";
import type { ResourceFacts } from "../../policy/resource.ts";
import { RULES } from "../../policy/rules.ts";
import { DEFAULT_SETTINGS } from "../../policy/settings.ts";
import { reviewStack } from "../../policy/stack-review.ts";
import { FUNCTION, PERMISSION, POLICY, ROLE, ROLE_POLICY, STACK } from "../../policy/types.ts";
import { type Properties, SECRET, UNKNOWN, type Value } from "../../policy/values.ts";
import type { Profile } from "../../policy/profiles.ts";
import { LAMBDA_TRUST } from "./support/secure-roles.ts";
import { SECURE_STACK } from "./support/secure-stack.ts";
import { graphOf, resource, type Stack } from "./support/stack.ts";

const review = (stack: Stack, profile: Profile = "prod") =>
  reviewStack(
    RULES,
    graphOf(stack),
    { settings: { ...DEFAULT_SETTINGS, profile }, policies: new Map() },
    "2026-06-01",
  );

/** Policies that refuse something, and their messages. */
const refusals = (stack: Stack, profile?: Profile) =>
  review(stack, profile).violations.map(({ violation: { policy, message } }) => [policy, message]);

/** The value with each text, number and switch in it replaced. */
function leavesOf(value: Value, replace: (leaf: Value) => Value): Value {
  if (typeof value !== "object" || value === null) return replace(value);
  if (Array.isArray(value)) return value.map((one: Value) => leavesOf(one, replace));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, leavesOf(one as Value, replace)]),
  );
}

const withProps = (stack: Stack, change: (props: Properties) => Value): Stack =>
  stack.map((facts) => ({ ...facts, props: change(facts.props) as Properties }));

const replaced = (stack: Stack, leaf: Value): Stack =>
  withProps(stack, (props) => leavesOf(props, () => leaf));

describe("programs of all kinds", () => {
  it("invents nothing from values that are not known yet, in any profile", () => {
    for (const profile of ["baseline", "prod", "fsbp", "hipaa"] as const) {
      deepEqual(refusals(replaced(SECURE_STACK, UNKNOWN), profile), []);
    }
  });

  it("invents nothing from properties that are not known as a whole", () => {
    const stack = withProps(SECURE_STACK, (props) =>
      Object.fromEntries(Object.keys(props).map((name) => [name, UNKNOWN])),
    );
    deepEqual(refusals(stack), []);
  });

  it("refuses of secrets only what must be none", () => {
    const policies = refusals(replaced(SECURE_STACK, SECRET)).map(([policy]) => policy);
    deepEqual(
      policies.filter((policy) => !SECRET_REFUSALS.has(policy ?? "")),
      [],
    );
  });

  it("says nothing of other providers' resources, whatever they hold", () => {
    const types = [
      "aws-native:lambda:Function",
      "gcp:cloudfunctions/function:Function",
      "kubernetes:core/v1:Secret",
      "random:index/randomPassword:RandomPassword",
      "pulumi:providers:kubernetes",
      "my:own:Component",
      "aws:lambda/function:Functions",
      "",
    ];
    const stack = types.map((type, index) =>
      resource(type, `other-${index}`, { policy: '{"Statement":{"Action":"*"}}', principal: "*" }),
    );
    deepEqual(refusals(stack), []);
  });

  it("takes no program at all, and resources that hold nothing, without failing", () => {
    deepEqual(refusals([]), []);
    const empty = withProps(SECURE_STACK, () => ({}));
    const failed = refusals(empty).filter(([, message]) => message?.includes(" failed on "));
    deepEqual(failed, []);
  });

  it("accepts a REST API beside other things, as programs without our components write it", () => {
    const { violations } = review(REST_PROGRAM, "baseline");
    const mandatory = violations.filter(({ violation }) => violation.level === "mandatory");
    deepEqual(
      mandatory.map(({ violation }) => violation.message),
      [],
    );
  });

  it("never quotes what variables, outputs and configuration hold", () => {
    const word = "Zx9-correct-horse-battery";
    const spoiled = withProps(SECURE_STACK, (props) => ({
      ...props,
      password: word,
      environment: { variables: { PASSWORD: word } },
      stageVariables: { password: word },
    })).filter(({ type }) => [FUNCTION, STACK].includes(type) || /Stage|Config$/.test(type));
    const { violations, remarks, waivers } = review(spoiled);
    equal(JSON.stringify([violations, remarks, waivers]).includes(word), false);
    equal(
      violations.some(({ violation }) => violation.policy === "fn-env-no-secrets"),
      true,
    );
  });

  it("reads policies of any size in no time", () => {
    const statement = (index: number) => ({
      Sid: `S${index}`,
      Effect: "Allow",
      Action: Array.from({ length: 20 }, (_, i) => `s3:*Get*Object*${i}`),
      Resource: [`arn:aws:s3:::bucket-${index}/*`],
    });
    const text = JSON.stringify({
      Statement: Array.from({ length: 2_000 }, (_, i) => statement(i)),
    });
    const deep = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
    const stack = [
      resource(POLICY, "huge", { policy: text }),
      resource(ROLE_POLICY, "deep", { policy: `{"Statement":${deep}}` }),
      resource(ROLE, "deep", {
        assumeRolePolicy: `{"Statement":[{"Effect":"Allow","Condition":${deep}}]}`,
      }),
    ];
    const began = performance.now();
    const failed = refusals(stack).filter(([, message]) => message?.includes(" failed on "));
    deepEqual(failed, []);
    equal(performance.now() - began < 5_000, true);
  });
});

/** What a secret may not be, for it is a mistake there whatever it holds. */
const SECRET_REFUSALS = new Set(["fn-env-no-secrets", "stage-vars-no-secrets"]);

const ACCOUNT = "123456789012";
const LOGS = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/orders`;
const REST_ID = "r3stap1";

/** Documents as objects, one action as a text, a list of one, a permission by name, resources of others between. */
const REST_PROGRAM: readonly ResourceFacts[] = [
  resource("aws:apigateway/restApi:RestApi", "rest", {
    id: REST_ID,
    executionArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:${REST_ID}`,
    policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke"}]}',
  }),
  resource("aws:apigateway/stage:Stage", "rest-stage", { restApi: REST_ID, variables: { a: "b" } }),
  resource("aws:s3/bucketPolicy:BucketPolicy", "site", {
    policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}',
  }),
  resource(ROLE, "orders-role", {
    name: "orders",
    assumeRolePolicy: JSON.parse(LAMBDA_TRUST) as Value,
    managedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/shared`],
    inlinePolicies: [
      {
        name: "logs",
        policy: {
          Statement: { Effect: "Allow", Action: "logs:PutLogEvents", Resource: `${LOGS}:*` },
        },
      },
    ],
  }),
  resource("aws:cloudwatch/logGroup:LogGroup", "orders-logs", {
    name: "/aws/lambda/orders",
    retentionInDays: "30",
  }),
  resource(FUNCTION, "orders", {
    name: "orders",
    runtime: "python3.13",
    role: `arn:aws:iam::${ACCOUNT}:role/orders`,
    timeout: 28,
    loggingConfig: [{ logFormat: "JSON" }],
    environment: [{ variables: { TABLE: "orders", SECRET_ARN: `${LOGS}:secret` } }],
  }),
  resource(PERMISSION, "rest-permission", {
    action: "lambda:InvokeFunction",
    function: "orders",
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:${REST_ID}/prod/*/*`,
  }),
];
