import { CreationError } from "../program/creation-error.ts";
import { members, type Resource, text as textOf } from "../program/graph.ts";
import { runtimeRefusal } from "./runtimes.ts";

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reservedNames: ReadonlySet<string> = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);

/** Least and most of what a function may have. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  timeout: [1, 900],
  memorySize: [128, 10_240],
};
const maximumVariableBytes = 4_096;

/**
 * Checks a function as Lambda does when it is created.
 * @throws CreationError for a reserved or odd variable name, more than 4 KB of variables, a timeout or memory out of
 * range, a runtime that there is not or no longer
 */
export function checkFunction(resource: Resource): void {
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = resource.inputs[name];
    if (typeof value !== "number" || (value >= least && value <= most)) continue;
    throw refuse(
      resource,
      `${name} ${value}`,
      `${name} is from ${least} to ${most}.`,
      "Choose a value in that range.",
    );
  }
  checkRuntime(resource);
  checkVariables(resource);
}

/** A container image brings its runtime along. */
function checkRuntime(resource: Resource): void {
  const runtime = textOf(resource.inputs["runtime"]);
  const refusal = runtime === undefined ? undefined : runtimeRefusal(runtime);
  if (refusal === undefined) return;
  throw refuse(resource, `runtime "${runtime}"`, refusal, "Choose another, such as nodejs24.x.");
}

function checkVariables(resource: Resource): void {
  const variables = Object.entries(members(members(resource.inputs["environment"])["variables"]));
  const start =
    "Lambda was unable to configure your environment variables because the environment variables you have provided";
  const reserved = variables.map(([name]) => name).filter((name) => reservedNames.has(name));
  if (reserved.length > 0) {
    const names = reserved.join(", ");
    const text = `${start} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${names}`;
    throw refuse(
      resource,
      `environment.variables ${names}`,
      text,
      "Lambda sets it itself: remove it.",
    );
  }
  const odd = variables.map(([name]) => name).find((name) => !/^[a-zA-Z]\w+$/.test(name));
  if (odd !== undefined) {
    const text = "a name starts with a letter and has two or more letters, digits and underscores.";
    throw refuse(resource, `environment.variables "${odd}"`, text, "Rename it.");
  }
  const bytes = variables.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name + String(value)),
    0,
  );
  if (bytes <= maximumVariableBytes) return;
  const text = `${start} exceeded the 4KB limit.`;
  throw refuse(
    resource,
    `environment.variables with ${bytes} bytes`,
    text,
    "Keep large values in a parameter or a file.",
  );
}

function refuse(resource: Resource, value: string, text: string, fix: string): CreationError {
  return new CreationError(resource, { code: "InvalidParameterValueException", value, text, fix });
}
