import { deepEqual, equal, match } from "node:assert/strict";
import { summary } from "./support/events.ts";
import { deployedStack, emptyStack } from "./support/stacks.ts";

describe("pulumi up", () => {
  it("makes what the preview has shown, and the preview makes nothing", async () => {
    const stack = await emptyStack();
    const shown = await stack.preview({ typeCheck: true });
    deepEqual([shown.status, stack.account.all()], [0, []], shown.output);
    const done = await stack.up();
    equal(done.status, 0, done.output);
    deepEqual(summary(done.steps), summary(shown.steps));
  });

  it("finds nothing to do the second time", async () => {
    const stack = await deployedStack();
    const before = stack.account.all();
    const { status, steps, output } = await stack.up();
    deepEqual([status, summary(steps)], [0, []], output);
    deepEqual(stack.account.all(), before);
  });

  it("updates the function alone when a handler changes", async () => {
    const stack = await deployedStack();
    stack.edit("index.ts", "{ hello: usernameOf(event) }", "{ hi: usernameOf(event) }");
    const { steps, output } = await stack.up();
    deepEqual(summary(steps), ["update api-get-hello (code)"], output);
  });

  it("updates the route alone when its scopes change", async () => {
    const stack = await deployedStack();
    stack.edit("index.ts", '["orders/read", "orders/write"]', '["orders/write"]');
    const { steps, output } = await stack.up();
    deepEqual(summary(steps), ["update api-get-me-route (authorizationScopes)"], output);
  });

  it("makes an added route without touching another", async () => {
    const stack = await deployedStack();
    stack.edit(
      "index.ts",
      '"GET /me":',
      '"GET /you": { scopes: ["orders/read"], handler: whoAmI },\n    "GET /me":',
    );
    const { steps, output } = await stack.up();
    deepEqual(
      summary(steps),
      [
        "create api-get-you",
        "create api-get-you",
        "create api-get-you-integration",
        "create api-get-you-logs",
        "create api-get-you-permission",
        "create api-get-you-policy",
        "create api-get-you-role",
        "create api-get-you-route",
      ],
      output,
    );
  });

  it("removes a route with everything that is its own", async () => {
    const stack = await deployedStack();
    stack.edit(
      "index.ts",
      '    "POST /orders": { scopes: ["orders/write"], handler: placeOrder },\n',
      "",
    );
    const { steps, output } = await stack.up();
    deepEqual(
      summary(steps),
      [
        "delete api-post-orders",
        "delete api-post-orders",
        "delete api-post-orders-integration",
        "delete api-post-orders-logs",
        "delete api-post-orders-permission",
        "delete api-post-orders-policy",
        "delete api-post-orders-role",
        "delete api-post-orders-route",
      ],
      output,
    );
  });
});

describe("a setting", () => {
  it("reaches its resources when it is set by path, as lists and objects are", async () => {
    const stack = await emptyStack();
    for (const [path, value] of [
      ["sites[0]", "https://app.example.net"],
      ["throttle.rate", "300"],
      ["mfa", "ON"],
    ] as const) {
      const { status, output } = await stack.pulumi(["config", "set", "--path", path, value]);
      equal(status, 0, output);
    }
    const { status, output } = await stack.up();
    equal(status, 0, output);
    const { callbackUrls } = stack.held("auth-web", "UserPoolClient").inputs;
    const url = stack.held("api", "Api").outputs["apiEndpoint"];
    deepEqual(callbackUrls, [url, "https://app.example.net"]);
    deepEqual(stack.held("api-stage", "Stage").inputs["defaultRouteSettings"], {
      detailedMetricsEnabled: true,
      throttlingBurstLimit: 200,
      throttlingRateLimit: 300,
    });
    equal(stack.held("auth", "UserPool").inputs["mfaConfiguration"], "ON");
  });
});

describe("a client's secret", () => {
  it("is printed nowhere, and encrypted in the state", async () => {
    const stack = await deployedStack();
    stack.edit("index.ts", 'kind: "browser",', 'kind: "server",');
    stack.edit("index.ts", "auth.clients.web.id;", "auth.clients.web.secret;");
    const { status, output } = await stack.up();
    equal(status, 0, output);
    const secret = String(stack.held("auth-web", "UserPoolClient").outputs["clientSecret"]);
    match(secret, /^[a-z0-9]{51}$/);
    match(output, /clientId +: .*\[secret\]/);
    equal(output.includes(secret), false);
    equal((await stack.pulumi(["stack", "export"])).output.includes(secret), false);
    const shown = await stack.pulumi(["stack", "export", "--show-secrets"]);
    equal(shown.output.includes(secret), true);
  });
});

describe("what is wrong with a program or its settings", () => {
  it("ends a preview with key, value, rule and command, and no stack trace", async () => {
    const stack = await emptyStack();
    stack.configure({ accessTokenMinutes: 4 });
    const { status, output } = await stack.preview();
    equal(status, 255);
    match(
      output,
      /Configuration secure-api:accessTokenMinutes is "4": it must be a whole number from 5 to 1440\. Run: pulumi config set accessTokenMinutes 60\n/,
    );
    equal(output.includes("    at "), false, output);
  });

  it("ends an update before anything is made", async () => {
    const stack = await emptyStack();
    stack.configure({ signup: "admin-only" });
    const { status, output } = await stack.up();
    equal(status, 255);
    match(
      output,
      /Configuration secure-api:signup is not a key of this program: did you mean signUp\? Run: pulumi config rm signup\n/,
    );
    deepEqual(stack.account.all(), []);
  });

  it("leaves a stack that is up as it is", async () => {
    const stack = await deployedStack();
    const before = stack.account.all();
    stack.edit("index.ts", '"GET /hello": {', '"GET /hello/": {');
    const { status, steps, output } = await stack.up();
    equal(status, 255);
    match(output, /routes\["GET \/hello\/"\]/);
    deepEqual(summary(steps), []);
    deepEqual(stack.account.all(), before);
  });

  it("is a type error where a route says nothing of who may call it", async () => {
    const stack = await emptyStack();
    stack.edit(
      "index.ts",
      '{ scopes: ["orders/write"], handler: placeOrder }',
      "{ handler: placeOrder }",
    );
    const { status, output } = await stack.preview({ typeCheck: true });
    equal(status, 255);
    match(output, /index\.ts\(\d+,\d+\): error TS2322/);
  });
});
