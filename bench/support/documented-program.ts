import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startArguments } from "../startup-program.ts";
import { publishedKeys, type SigningKeys, signingKeys } from "./documented-tokens.ts";
import { emptyDirectory } from "./places.ts";
import { withServer } from "./server-process.ts";

/** A served API with every kind of route that the documented cases need. */
export interface Documented {
  /** Origin of the API; stage `$default` at its root, stage `dev` below `/dev`. */
  readonly url: string;
  readonly issuer: string;
  readonly keys: SigningKeys;
}

export const CLIENT_ID = "documented-client";

/** Writes the program, serves it as `npm start` does, its issuer beside it, and ends both whatever happens. */
export async function withDocumented<Result>(
  name: string,
  use: (served: Documented) => Promise<Result>,
): Promise<Result> {
  const keys = signingKeys();
  const issuer = await serveIssuer(publishedKeys(keys));
  const directory = writeProgram(name);
  const more = [
    "--no-watch",
    "--program",
    directory,
    "--config",
    `documented:issuer=${issuer.url}`,
  ];
  try {
    return await withServer<{ apis: readonly { url: string }[] }, Result>(
      startArguments(...more),
      ({ ready }) => use({ url: originOf(ready.apis), issuer: issuer.url, keys }),
      { compileCache: true },
    );
  } finally {
    issuer.server.close();
    issuer.server.closeAllConnections();
  }
}

function originOf(apis: readonly { readonly url: string }[]): string {
  const [api] = apis;
  if (!api) throw new Error("The program serves no API.");
  return new URL(api.url).origin;
}

/** Discovery, and keys at a path that nobody can guess from the issuer (H83). */
async function serveIssuer(jwks: object): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`;
    const documents: Readonly<Record<string, object>> = {
      "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/id/keys` },
      "/id/keys": jwks,
    };
    const document = documents[request.url ?? ""];
    response.writeHead(document ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function writeProgram(name: string): string {
  const directory = emptyDirectory(name);
  const tsconfig = JSON.stringify({ extends: "../../../tsconfig.json" });
  writeFileSync(join(directory, "Pulumi.yaml"), "name: documented\nruntime: nodejs\n");
  writeFileSync(join(directory, "tsconfig.json"), tsconfig);
  writeFileSync(join(directory, "index.ts"), PROGRAM);
  return directory;
}

/** Answers with its event, or with what the header `x-answer` says. */
const HANDLER = `exports.handler = async (event) => {
  const answer = event.headers["x-answer"];
  if (answer === "throw") throw new Error("secret");
  if (answer === "wait") return new Promise((resolve) => setTimeout(resolve, 1_000));
  if (answer !== undefined) return JSON.parse(answer);
  return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(event) };
};`;

const PROGRAM = `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const issuer = new pulumi.Config().require("issuer");
const api = new aws.apigatewayv2.Api("api", { protocolType: "HTTP" });
const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
const echo = new aws.lambda.Function("echo", {
  role: role.arn,
  runtime: "nodejs24.x",
  handler: "index.handler",
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset(${JSON.stringify(HANDLER)}),
  }),
});
new aws.lambda.Permission("call", {
  action: "lambda:InvokeFunction",
  function: echo.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate\`\${api.executionArn}/*/*\`,
});
const authorizer = (name: string, source: string) =>
  new aws.apigatewayv2.Authorizer(name, {
    apiId: api.id,
    authorizerType: "JWT",
    identitySources: [source],
    jwtConfiguration: { issuer, audiences: ["${CLIENT_ID}"] },
  });
const inHeader = authorizer("header", "$request.header.Authorization");
const inQuery = authorizer("query", "$request.querystring.token");
const integration = (name: string, timeoutMilliseconds: number) =>
  new aws.apigatewayv2.Integration(name, {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: echo.invokeArn,
    payloadFormatVersion: "2.0",
    timeoutMilliseconds,
  });
const ordinary = integration("ordinary", 30_000);
const impatient = integration("impatient", 200);
const route = (routeKey: string, more: object = {}, to = ordinary) =>
  new aws.apigatewayv2.Route(routeKey, {
    apiId: api.id,
    routeKey,
    target: pulumi.interpolate\`integrations/\${to.id}\`,
    ...more,
  });
const protectedBy = (by: aws.apigatewayv2.Authorizer, ...authorizationScopes: string[]) => ({
  authorizationType: "JWT",
  authorizerId: by.id,
  ...(authorizationScopes.length > 0 ? { authorizationScopes } : {}),
});
route("ANY /open");
route("GET /orders/{id}");
route("GET /files/{proxy+}");
route("GET /slow", {}, impatient);
route("GET /plain", protectedBy(inHeader));
route("GET /scoped", protectedBy(inHeader, "api/read"));
route("GET /either", protectedBy(inHeader, "api/read", "api/write"));
route("GET /in-query", protectedBy(inQuery));
new aws.apigatewayv2.Stage("default", { apiId: api.id, name: "$default", autoDeploy: true });
new aws.apigatewayv2.Stage("dev", {
  apiId: api.id,
  name: "dev",
  autoDeploy: true,
  stageVariables: { table: "orders-dev" },
});
`;
