import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Recording } from "../../local/program/graph.ts";
import { emptyDirectory } from "./places.ts";
import { archiveOf, functionOf, recordTo } from "./recording.ts";

/** As AWS documents them for Node on Lambda. */
export const MODULE_RULES: readonly string[] = [
  "--no-experimental-require-module",
  "--no-experimental-detect-module",
];

/** Keys come by jose's own `fetch`. */
export const VERIFYING_ROUTE = "GET /verified";
/** By `node:crypto` and `node:http` alone, which load in a fraction of the time. */
export const LEAN_ROUTE = "GET /verified-lean";

/** Records a program on our components whose handlers verify a token by themselves, with jose or without. */
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

/** @returns the handler's file, alone in its directory: no package is near */
export function writeArtefact(recording: Recording, route: string, name: string): string {
  const directory = emptyDirectory(name);
  writeFileSync(join(directory, "package.json"), "{}");
  for (const [path, text] of archiveOf(functionOf(recording, route))) {
    writeFileSync(join(directory, path), text);
  }
  return join(directory, "index.js");
}

// The keys are a property of a constant, so that they outlive one invocation.
const PROGRAM = `import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { get } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { HttpApi } from "../../../components/http-api";

const kept: { keys?: unknown } = {};
const lean: { keys?: Map<string, KeyObject> } = {};

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
  const { ISSUER = "", JWKS_URI = "" } = process.env;
  const accessToken = (event.headers["x-access-token"] ?? "").replace("Bearer ", "");
  const [header = "", payload = "", signature = ""] = accessToken.split(".");
  const { kid, alg } = JSON.parse(Buffer.from(header, "base64url").toString());
  lean.keys ??= new Map(
    JSON.parse(await getText(JWKS_URI)).keys.map((jwk: JsonWebKey & { kid: string }) => [
      jwk.kid,
      createPublicKey({ key: jwk, format: "jwk" }),
    ]),
  );
  const key = lean.keys.get(kid);
  const signed = Buffer.from(header + "." + payload);
  const isGenuine =
    key !== undefined &&
    alg === "RS256" &&
    verify("RSA-SHA256", signed, key, Buffer.from(signature, "base64url"));
  if (!isGenuine) return { statusCode: 401, body: "{}" };
  const { iss, exp, sub } = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (iss !== ISSUER || !(exp > Date.now() / 1000)) return { statusCode: 401, body: "{}" };
  return { statusCode: 200, body: JSON.stringify({ sub }) };
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
