import type * as pulumi from "@pulumi/pulumi";
import { integerProblem, type Problem } from "../shared/arguments";
import { choiceProblem } from "../shared/known-names";
import { limits } from "../shared/limits";
import type { PolicyStatement } from "../shared/policy-document";
import {
  any,
  fields,
  flag,
  items,
  list,
  needed,
  type ShapesOf,
  table,
  text,
} from "../shared/shapes";
import type { FunctionRuntime, FunctionVpc } from "./inline-function";

/** Settings of a route's function. A route's own value wins over the table's default. */
export interface FunctionDefaults {
  /** Environment variables. A secret goes by its name in a secret store, not by its value. */
  readonly environment?: { readonly [name: string]: pulumi.Input<string> };
  /** After this time the caller gets 503. 1 to 29. @default 10 */
  readonly timeoutSeconds?: number;
  /** Memory, and with it processor time. 128 to 10,240. @default 256 */
  readonly memoryMb?: number;
  /** Whether X-Ray records each call. HTTP APIs have no tracing of their own. @default false */
  readonly tracing?: boolean;
  /** On AWS. The local runtime runs every function on Node 24. @default "nodejs24.x" */
  readonly runtime?: FunctionRuntime;
  /** @default "arm64" */
  readonly architecture?: "arm64" | "x86_64";
  /** @default none: it reaches the internet, and nothing private */
  readonly vpc?: FunctionVpc | undefined;
}

/** Settings of one function. */
export interface FunctionOptions extends FunctionDefaults {
  /** @default none: the function writes its own log and nothing else */
  readonly policies?: readonly PolicyStatement[];
  /** Calls at the same time; further ones are refused. At least 1. @default the account's share */
  readonly reservedConcurrency?: number;
}

/** Shape of {@link PolicyStatement}. */
export const STATEMENT: ShapesOf<PolicyStatement> = {
  actions: needed(list(text)),
  resources: needed(list()),
};

const VPC: ShapesOf<FunctionVpc> = { subnetIds: needed(), securityGroupIds: needed() };

/** Shape of {@link FunctionDefaults}. */
export const FUNCTION_DEFAULTS: ShapesOf<FunctionDefaults> = {
  environment: table(any),
  timeoutSeconds: any,
  memoryMb: any,
  tracing: flag,
  runtime: any,
  architecture: any,
  vpc: fields(VPC),
};

/** Shape of {@link FunctionOptions}. */
export const FUNCTION_OPTIONS: ShapesOf<FunctionOptions> = {
  ...FUNCTION_DEFAULTS,
  policies: items(fields(STATEMENT)),
  reservedConcurrency: any,
};

const RUNTIMES: readonly FunctionRuntime[] = ["nodejs24.x", "nodejs22.x"];

/** What is wrong with a function's options, or with a table's defaults. */
export function* optionProblems(path: string, options: FunctionOptions): Iterable<Problem> {
  const { timeoutSeconds, memoryMb, reservedConcurrency, environment = {}, policies } = options;
  yield integerProblem(`${path}.timeoutSeconds`, timeoutSeconds, limits.timeoutSeconds);
  yield integerProblem(`${path}.memoryMb`, memoryMb, limits.memoryMb);
  yield choiceProblem(`${path}.runtime`, options.runtime, RUNTIMES);
  yield choiceProblem(`${path}.architecture`, options.architecture, ["arm64", "x86_64"]);
  yield concurrencyProblem(path, reservedConcurrency);
  for (const variable of Object.keys(environment)) yield variableProblem(path, variable);
  if (policies !== undefined && !Array.isArray(policies)) {
    yield `${path}.policies is no list: name statements, such as [grantRead(table)].`;
    return;
  }
  for (const statement of policies ?? []) yield* statementProblems(path, statement);
}

function concurrencyProblem(path: string, value: number | undefined): Problem {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return undefined;
  return `${path}.reservedConcurrency is ${value}: it must be a whole number from 1 on; 0 switches the function off.`;
}

// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
const VARIABLE = /^[A-Za-z][A-Za-z0-9_]+$/;
const LAMBDAS_OWN = /^(?:AWS_|LAMBDA_|_HANDLER$|_X_AMZN_TRACE_ID$)/;

function variableProblem(path: string, name: string): Problem {
  if (LAMBDAS_OWN.test(name)) {
    return `${path}.environment sets "${name}", a name that Lambda keeps for itself: choose another.`;
  }
  if (VARIABLE.test(name)) return undefined;
  return `${path}.environment has "${name}": use a letter, then letters, digits and underscores, two characters or more.`;
}

function* statementProblems(
  path: string,
  { actions, resources }: PolicyStatement,
): Iterable<Problem> {
  const action = actions.find((name) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(name));
  if (action !== undefined) {
    yield `${path}.policies allows "${action}": name each action, such as "dynamodb:GetItem".`;
  }
  if (resources.some((arn) => typeof arn === "string" && !arn.startsWith("arn:"))) {
    yield `${path}.policies names a resource that is no ARN: name each resource by its ARN.`;
  }
}
