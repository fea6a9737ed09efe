import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Recording } from "../../local/program/graph.ts";
import { emptyDirectory } from "./places.ts";
import { recordTo } from "./recording.ts";

/** Keys come by jose's own `fetch`. */
export const VERIFYING_ROUTE = "GET /verified";
/** Keys come by `node:http`, which loads in a fraction of the time. */
export const LEAN_ROUTE = "GET /verified-lean";

/** Records a program on our components whose handlers verify a token by themselves, with jose. */
export function recordVerifying(): Promise<Recording> {
  const directory = emptyDirectory("verifying");
  writeFileSync(join(directory, "Pulumi.yaml"), "name: verifying\nruntime: nodejs\n");
  writeFileSync(
    join(directory, "tsconfig.json"),
    JSON.stringify({ extends: "../../../tsconfig.json" }),
  );
  writeFileSync(join(directory, "index.ts"), PROGRAM);
  return recordTo(join(directory, "recording.json"), directory);
}

// The keys are a property of a constant, so that they outlive one invocation.
const PROGRAM = `import { get } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { HttpApi } from "../../../components/http-api";

const kept: { keys?: unknown } = {};

async function verified(event: APIGatewayProxyEventV2) {
  const { createRemoteJWKSet, jwtVerify } = await import("jose");
  const { ISSUER = "", JWKS_URI = "" } = process.env;
  kept.keys ??= createRemoteJWKSet(new URL(JWKS_URI));
  const keys = kept.keys as Parameters<typeof jwtVerify>[1];
  const accessToken = (event.headers["x-access-token"] ?? "").replace("Bearer ", "");
  try {
    const { payload } = await jwtVerify(accessToken, keys, { issuer: ISSUER, algorithms: ["RS256"] });
    return { statusCode: 200, body: JSON.stringify({ sub: payload.sub }) };
  } catch {
    return { statusCode: 401, body: "{}" };
  }
}

function getText(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => (text += part));
      answer.on("end", () => resolve(text));
    }).on("error", reject);
  });
}

async function verifiedLean(event: APIGatewayProxyEventV2) {
  const { createLocalJWKSet, jwtVerify } = await import("jose");
  const { ISSUER = "", JWKS_URI = "" } = process.env;
  kept.keys ??= createLocalJWKSet(JSON.parse(await getText(JWKS_URI)));
  const keys = kept.keys as Parameters<typeof jwtVerify>[1];
  const accessToken = (event.headers["x-access-token"] ?? "").replace("Bearer ", "");
  try {
    const { payload } = await jwtVerify(accessToken, keys, { issuer: ISSUER, algorithms: ["RS256"] });
    return { statusCode: 200, body: JSON.stringify({ sub: payload.sub }) };
  } catch {
    return { statusCode: 401, body: "{}" };
  }
}

const issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Bench0001";
new HttpApi("api", {}).addRoutes(
  { issuer, audience: ["client"], scopes: ["orders/read"] },
  {
    "${VERIFYING_ROUTE}": { public: "The handler verifies by itself", handler: verified },
    "${LEAN_ROUTE}": { public: "The handler verifies by itself", handler: verifiedLean },
  },
);
`;
