import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";
import { PASSWORD, signUp, type Tokens } from "./support/sign-in.ts";

const ADDRESS = "alice@example.com";

describe("the program, served here", () => {
  let runtime: ServedProgram;
  let api: string;
  let tokens: Tokens;

  before(async () => {
    runtime = await serveProgram(["--state", "memory", "--no-watch"]);
    api = runtime.ready.apis[0]?.url ?? "";
    tokens = await signUp(runtime.ready, ADDRESS);
  });
  after(() => runtime.stop());

  const call = (path: string, token?: string, init: RequestInit = {}) =>
    fetch(api + path, {
      ...init,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  const control = (path: string, body?: object) =>
    fetch(
      runtime.ready.control + path,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );

  it("names one API, one pool and one client on its ready line", () => {
    const { apis, userPools, outputs } = runtime.ready;
    assert.deepEqual(
      apis.map(({ name, stage }) => [name, stage]),
      [["api", "$default"]],
    );
    assert.deepEqual(
      userPools.map(({ name, clients }) => [name, clients.map((client) => client.name)]),
      [["auth", ["auth-web"]]],
    );
    assert.equal(outputs["url"], api);
  });

  it("H72: answers 401 without a token", async () => {
    const answer = await call("/hello");
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get("www-authenticate"), "Bearer");
    assert.equal(await answer.text(), '{"message":"Unauthorized"}');
  });

  it("runs the function with the access token, which lives one hour", async () => {
    assert.equal(tokens.expires_in, 3600);
    const answer = await call("/hello", tokens.access_token);
    assert.equal(answer.status, 200);
    const { hello } = (await answer.json()) as { hello: string };
    assert.match(hello, /^[0-9a-f-]{36}$/);
  });

  it("H115: answers 403 to the ID token on a route with scopes", async () => {
    const answer = await call("/hello", tokens.id_token);
    assert.equal(answer.status, 403);
    assert.equal(await answer.text(), '{"message":"Forbidden"}');
  });

  it("H105: answers 403 where the token lacks the route's scope", async () => {
    const answer = await call("/orders", tokens.access_token, { method: "POST" });
    assert.equal(answer.status, 403);
  });

  it("hands the claims to GET /me as typed values", async () => {
    const answer = await call("/me", tokens.access_token);
    assert.equal(answer.status, 200);
    const me = (await answer.json()) as Record<string, unknown>;
    assert.match(String(me["sub"]), /^[0-9a-f-]{36}$/);
  });

  it("H79, T034: answers 401 to a refresh token, which is no JWT of three parts", async () => {
    const answer = await call("/hello", tokens.refresh_token);
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get("www-authenticate") ?? "", /invalid number of segments"$/);
  });

  it("C15: refuses a token of the JSON API on a scoped route, which names no API scope", async () => {
    const [pool] = runtime.ready.userPools;
    const answer = await fetch(pool?.endpoint ?? "", {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({
        ClientId: pool?.clients[0]?.id,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: ADDRESS, PASSWORD },
      }),
    });
    assert.equal(answer.status, 400);
    const { __type } = (await answer.json()) as { __type: string };
    assert.equal(__type, "InvalidParameterException", "C169: the client has no password flow");
  });

  it("serves the landing page, which takes its addresses from the issuer's discovery document", async () => {
    const answer = await call("/");
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-type") ?? "", /^text\/html/);
    const page = await answer.text();
    assert.ok(page.includes(`${runtime.ready.userPools[0]?.domain}/oauth2/token`));
  });

  it("lists the routes with who may call them", async () => {
    const { routes } = (await (await control("/routes")).json()) as {
      routes: { routeKey: string }[];
    };
    const hello = routes.find(({ routeKey }) => routeKey === "GET /hello");
    assert.deepEqual(hello, {
      api: "api",
      routeKey: "GET /hello",
      authorization: "JWT",
      scopes: ["orders/read"],
      authorizer: "api-jwt",
      function: "api-get-hello",
      stage: "$default",
    });
  });

  it("logs what the function did and why a request was refused", async () => {
    await call("/hello", tokens.access_token);
    const logs = (await (await control("/logs?function=api-get-hello")).json()) as {
      events: { message: string }[];
    };
    assert.match(logs.events.at(-1)?.message ?? "", /^REPORT RequestId: /);
    await call("/hello", "a.b");
    const access = (await (await control("/access-log?api=api")).json()) as { lines: string[] };
    assert.ok(access.lines.at(-1)?.includes("token contains an invalid number of segments"));
  });

  it("H116, T029: takes a token that was revoked, which the user's own endpoints refuse", async () => {
    const [pool] = runtime.ready.userPools;
    const client_id = pool?.clients[0]?.id ?? "";
    const revoked = await fetch(`${pool?.domain}/oauth2/revoke`, {
      method: "POST",
      body: new URLSearchParams({ token: tokens.refresh_token, client_id }),
    });
    assert.equal(revoked.status, 200);
    assert.equal((await call("/hello", tokens.access_token)).status, 200);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    assert.equal((await fetch(`${pool?.domain}/oauth2/userInfo`, { headers })).status, 401);
  });

  it("H97: answers 401 after an hour of the runtime's clock, and forgets all users on reset", async () => {
    await control("/clock", { advanceSeconds: 3601 });
    const answer = await call("/hello", tokens.access_token);
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get("www-authenticate") ?? "", /the token has expired"$/);
    assert.equal((await control("/reset", {})).status, 200);
    const inbox = (await (await control("/messages")).json()) as { messages: object[] };
    assert.deepEqual(inbox.messages, []);
  });
});
