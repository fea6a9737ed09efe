/** What the one function of a program is made of. */
interface FunctionParts {
  /** JavaScript of `index.js`. */
  readonly code: string;
  /** Statements before the function, over `aws`. @default none */
  readonly resources?: string;
  /** Its environment: members of an object, over what the statements declare. @default none */
  readonly variables?: string;
}

/** A program, `index.ts`, whose API answers `GET /` by one function and by nothing of this project. */
export const functionProgram = ({ code, resources = "", variables = "" }: FunctionParts): string =>
  `export = () => {
  const aws = require("@pulumi/aws");
  const { asset } = require("@pulumi/pulumi");
  ${resources}
  const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
  const fn = new aws.lambda.Function("fn", {
    role: "arn:aws:iam::123456789012:role/r", runtime: "nodejs24.x", handler: "index.handler",
    environment: { variables: { ${variables} } },
    code: new asset.AssetArchive({ "index.js": new asset.StringAsset(${JSON.stringify(code)}) }),
  });
  const integration = new aws.apigatewayv2.Integration("fn", {
    apiId: api.id, integrationType: "AWS_PROXY", integrationUri: fn.invokeArn, payloadFormatVersion: "2.0",
  });
  new aws.apigatewayv2.Route("fn", {
    apiId: api.id, routeKey: "GET /", target: integration.id.apply((id: string) => "integrations/" + id),
  });
  new aws.apigatewayv2.Stage("live", { apiId: api.id, name: "$default", autoDeploy: true });
  new aws.lambda.Permission("fn", {
    action: "lambda:InvokeFunction", function: fn.name, principal: "apigateway.amazonaws.com",
  });
};
`;
