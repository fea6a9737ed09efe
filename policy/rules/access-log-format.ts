/** Longest template that API Gateway takes. */
export const MAX_FORMAT_BYTES = 3 * 1024;

/**
 * Variables that a line must hold, each with others that say the same where routes have another authorization.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const LOG_FIELDS: readonly (readonly [string, ...string[]])[] = [
  ["$context.requestId", "$context.extendedRequestId"],
  ["$context.identity.sourceIp"],
  ["$context.routeKey"],
  ["$context.status"],
  ["$context.authorizer.error"],
  [
    "$context.authorizer.claims.sub",
    "$context.authorizer.sub",
    "$context.authorizer.principalId",
    "$context.identity.userArn",
    "$context.identity.caller",
  ],
];

/** A line with those fields and nothing that a caller chooses freely. */
export const SAFE_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  sourceIp: "$context.identity.sourceIp",
  routeKey: "$context.routeKey",
  status: "$context.status",
  authorizerError: "$context.authorizer.error",
  sub: "$context.authorizer.claims.sub",
});

/** What gives access to whoever reads it, as the last name of a variable without hyphens and underscores. */
const SECRET_NAME =
  /(token|password|passwd|secret|cookies?|apikey|authorization|credentials?|jwt|bearer|^auth)$/;

/** Variables of a format, such as `$context.status`. */
export function variablesOf(format: string): ReadonlySet<string> {
  const found = format.match(/\$\{?[a-zA-Z]+(\.[\w:-]+)+/g) ?? [];
  return new Set(found.map((variable) => variable.replace("{", "")));
}

/** Whether a variable holds what proves who somebody is. */
export function isSecretVariable(variable: string): boolean {
  const name = variable.split(".").at(-1) ?? "";
  return SECRET_NAME.test(name.toLowerCase().replace(/[-_]/g, ""));
}
