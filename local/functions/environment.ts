import type { FunctionModel } from "./function-model.ts";

/** Stand-in credentials: of AWS's documented shape, valid nowhere. */
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "ASIALOCALLOCALLOCAL0",
  AWS_SECRET_ACCESS_KEY: "local-stand-in-valid-nowhere-000000000000",
  AWS_SESSION_TOKEN: "local-stand-in",
};

/**
 * The environment variables that Lambda gives a function.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 * @param host variables of this process; only `AWS_ENDPOINT_URL*` is passed on
 */
export function lambdaEnvironment(
  model: FunctionModel,
  taskRoot: string,
  logStream: string,
  host: NodeJS.ProcessEnv,
): Record<string, string> {
  const isJson = model.logFormat === "JSON";
  const endpoints = Object.entries(host).filter(([name]) => name.startsWith("AWS_ENDPOINT_URL"));
  return {
    ...(Object.fromEntries(endpoints) as Record<string, string>),
    ...CREDENTIALS,
    AWS_DEFAULT_REGION: model.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${model.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: model.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: model.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    ...(isJson ? { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: model.logLevel } : {}),
    AWS_REGION: model.region,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: "en_US.UTF-8",
    PATH: host["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
    TZ: ":UTC",
    _HANDLER: model.handler,
    ...model.environment,
  };
}
