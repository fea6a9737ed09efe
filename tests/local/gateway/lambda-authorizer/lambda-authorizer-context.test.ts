import { deepEqual, equal } from "node:assert/strict";
import { type GatewayOptions, type TestGateway, using } from "../support/gateway.ts";
import { stage } from "../support/graph.ts";
import { allow, allowed, answering, guarded, key, policy, served } from "../support/guarded.ts";

const context = {
  text: "a b",
  number: 1.5,
  yes: true,
  nothing: null,
  list: ["a", 1],
  map: { a: { b: [] } },
};
const simple = JSON.stringify({ isAuthorized: true, context });

/** `requestContext.authorizer` of the integration's event. */
async function authorizerOf(
  path: string,
  answer: string,
  options: GatewayOptions & { readonly isPolicy?: boolean } = {},
): Promise<unknown> {
  let seen: unknown;
  const inputs = { enableSimpleResponses: options.isPolicy !== true };
  await using(guarded(inputs), { ...options, ...answering(answer) }, async (gateway) => {
    equal((await gateway.send("GET", path, { headers: [key("k")] })).status, 200);
    seen = served(gateway)[0]?.requestContext["authorizer"];
  });
  return seen;
}

describe("gateway: context of Lambda authorizers", () => {
  it("H208: 2.0 keeps JSON types below authorizer.lambda", async () => {
    deepEqual(await authorizerOf("/a", simple), { lambda: context });
  });

  it("H208: a policy's context is shown alike, its principalId is not", async () => {
    const answer = policy([allow("*")], context);
    deepEqual(await authorizerOf("/a", answer, { isPolicy: true }), { lambda: context });
  });

  it("H209, U28: without context authorizer.lambda is null", async () => {
    deepEqual(await authorizerOf("/a", allowed), { lambda: null });
    deepEqual(await authorizerOf("/a", '{"isAuthorized":true,"context":null}'), { lambda: null });
    deepEqual(await authorizerOf("/a", '{"isAuthorized":true,"context":{}}'), { lambda: {} });
    const switches = { absentLambdaContextIsNull: false };
    deepEqual(await authorizerOf("/a", allowed, { switches }), { lambda: {} });
  });

  const flat = {
    text: "a b",
    number: "1.5",
    yes: "true",
    list: '["a",1]',
    map: '{"a":{"b":[]}}',
  };
  it("H208: 1.0 has the members as texts beside principalId", async () => {
    const answer = policy([allow("*")], context);
    deepEqual(await authorizerOf("/old", answer, { isPolicy: true }), {
      ...flat,
      principalId: "ada",
    });
    deepEqual(await authorizerOf("/old", simple), flat);
    deepEqual(await authorizerOf("/old", allowed), {});
  });

  it("H208: claims are reserved in 1.0, and principalId is the policy's", async () => {
    const answer = policy([allow("*")], { claims: { sub: "eve" }, principalId: "eve" });
    deepEqual(await authorizerOf("/old", answer, { isPolicy: true }), { principalId: "ada" });
  });

  it("G043: __proto__ is a member like any other", async () => {
    const answer = '{"isAuthorized":true,"context":{"__proto__":{"admin":true},"a":1}}';
    equal(
      JSON.stringify(await authorizerOf("/a", answer)),
      '{"lambda":{"__proto__":{"admin":true},"a":1}}',
    );
    equal(
      JSON.stringify(await authorizerOf("/old", answer)),
      '{"__proto__":"{\\"admin\\":true}","a":"1"}',
    );
  });

  it("H190: a context too large for an event is 413", async () => {
    const large = JSON.stringify({
      isAuthorized: true,
      context: { a: "x".repeat(6 * 1024 * 1024) },
    });
    await using(guarded(), answering(large), async (gateway) => {
      equal((await gateway.send("GET", "/a", { headers: [key("k")] })).status, 413);
      equal(served(gateway).length, 0);
    });
  });

  async function line(format: string, answer: string, isPolicy = false): Promise<string> {
    const accessLogSettings = { destinationArn: "x", format: `$context.requestId|${format}` };
    const graph = guarded({ enableSimpleResponses: !isPolicy }, [
      stage("$default", { accessLogSettings }),
    ]);
    let gateway: TestGateway | undefined;
    await using(graph, answering(answer), async (one) => {
      gateway = one;
      await one.send("GET", "/a", { headers: [key("k")] });
    });
    return gateway?.accessLog[0]?.split("|").slice(1).join("|") ?? "";
  }

  it("H279: access logs show members and principalId", async () => {
    const format =
      "$context.authorizer.principalId|$context.authorizer.text|$context.authorizer.number|$context.authorizer.list|$context.authorizer.none";
    equal(await line(format, policy([allow("*")], context), true), 'ada|a b|1.5|[\\"a\\",1]|-');
    equal(await line(format, simple), '-|a b|1.5|[\\"a\\",1]|-');
  });

  it("H279: error and claims are not the context's to give, nor what every object has", async () => {
    const answer = '{"isAuthorized":true,"context":{"error":"x","claims":{"sub":"eve"}}}';
    const format =
      "$context.authorizer.error|$context.authorizer.claims.sub|$context.authorizer.constructor|$context.authorizer.nothing";
    equal(await line(format, answer), "-|-|-|-");
  });

  it("H279: a refused request shows no context", async () => {
    const answer = '{"isAuthorized":false,"context":{"text":"a"}}';
    equal(await line("$context.authorizer.text", answer), "-");
  });
});
