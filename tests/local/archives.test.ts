import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { FunctionLogs } from "../../local/functions/logs.ts";
import { createFunctionPool, type FunctionPool } from "../../local/functions/pool.ts";
import { openProgram } from "../../local/program/source.ts";
import type { Graph } from "../../local/program/graph.ts";
import { codeCache } from "./functions/support/functions.ts";

const ROOT = join(import.meta.dirname, "..", "..");

const CLAIMS = {
  sub: "34c84488-e0e1-70ae-d2ee-991ad1a898c8",
  username: "34c84488-e0e1-70ae-d2ee-991ad1a898c8",
  client_id: "6h89qn2bfglbmvfebq9aaknqk0",
  token_use: "access",
  scope: "openid email orders/read orders/write",
  auth_time: "1790000000",
  iat: "1790000000",
  exp: "1790003600",
};

/** An event as the gateway hands it over, of a caller with these claims. */
function eventOf(routeKey: string, body?: string): string {
  const [method = "", path = ""] = routeKey.split(" ");
  const authorizer = { jwt: { claims: CLAIMS, scopes: CLAIMS.scope.split(" ") } };
  return JSON.stringify({
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    requestContext: { authorizer, http: { method, path }, requestId: "id", stage: "$default" },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  });
}

describe("every archive of the program, run as Lambda runs it", () => {
  let graph: Graph;
  let pool: FunctionPool;
  let directory: string;

  before(async () => {
    const source = openProgram(
      { program: ROOT, stack: "dev", config: {} },
      async () => "http://127.0.0.1:3000",
      () => {},
    );
    graph = (await source.evaluate()).graph;
    source.close();
    directory = mkdtempSync(join(tmpdir(), "archives-"));
    const hosts = { "cognito-idp.us-east-1.amazonaws.com": "http://127.0.0.1:1" };
    const options = { graph, directory, logs: new FunctionLogs(), runtimePackages: [] };
    pool = createFunctionPool({ ...options, hosts: () => hosts, environment: codeCache });
  });
  after(async () => {
    await pool.retire();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Runs a function twice in the same environment, where state that is lost or kept would show. */
  async function twice(name: string, event: string): Promise<{ statusCode: number; body: string }> {
    const urn =
      graph.ofType("aws:lambda/function:Function").find((fn) => fn.name === name)?.urn ?? "";
    const [first, second] = [await pool.invoke(urn, event), await pool.invoke(urn, event)];
    assert.ok(first.ok, JSON.stringify(first));
    assert.ok(second.ok, JSON.stringify(second));
    return JSON.parse(second.payload) as { statusCode: number; body: string };
  }

  it("is tried below, each one", () => {
    const names = graph.ofType("aws:lambda/function:Function").map(({ name }) => name);
    assert.deepEqual(names.sort(), ["api-get", "api-get-hello", "api-get-me", "api-post-orders"]);
  });

  it("api-get-hello greets the caller", async () => {
    const { statusCode, body } = await twice("api-get-hello", eventOf("GET /hello"));
    assert.deepEqual([statusCode, JSON.parse(body)], [200, { hello: CLAIMS.username }]);
  });

  it("api-get-me gives the claims, numbers as numbers", async () => {
    const { statusCode, body } = await twice("api-get-me", eventOf("GET /me"));
    assert.equal(statusCode, 200);
    assert.equal((JSON.parse(body) as { sub: string }).sub, CLAIMS.sub);
  });

  it("api-post-orders takes an order", async () => {
    const event = eventOf("POST /orders", '{"product":"book","quantity":1}');
    assert.equal((await twice("api-post-orders", event)).statusCode, 201);
  });

  it("api-get says that sign-in is out of reach where the issuer does not answer", async () => {
    const { statusCode, body } = await twice("api-get", eventOf("GET /"));
    assert.equal(statusCode, 503);
    assert.ok(body.includes("Sign-in is not available"));
  });
});
