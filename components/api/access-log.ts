/**
 * One line of the access log, as JSON. `authorizerError` is the only trace of why a token was
 * refused; tokens, cookies, query strings and user agents are not in it: what a caller chooses
 * freely could forge a line.
 * Variables: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  sourceIp: "$context.identity.sourceIp",
  method: "$context.httpMethod",
  stage: "$context.stage",
  path: "$context.path",
  routeKey: "$context.routeKey",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatency: "$context.responseLatency",
  integrationLatency: "$context.integrationLatency",
  integrationError: "$context.integration.error",
  errorMessage: "$context.error.message",
  authorizerError: "$context.authorizer.error",
  sub: "$context.authorizer.claims.sub",
  clientId: "$context.authorizer.claims.client_id",
  scope: "$context.authorizer.claims.scope",
});
