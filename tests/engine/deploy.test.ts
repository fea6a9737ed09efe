import { deepEqual, equal, match } from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deploy, deployJson } from "./support/deployer.ts";
import { strays } from "./support/interrupted.ts";
import { deployedStack, emptyStack } from "./support/stacks.ts";

interface Change {
  readonly op: string;
  readonly name: string;
  readonly properties: readonly string[];
}

const summary = (changes: readonly Change[]): string[] =>
  changes.map(({ op, name, properties }) => [op, name, ...properties].join(" ")).sort();

describe("npm run deploy", () => {
  it("preview shows each change, who may call what, the policies and the cost, and makes nothing", async () => {
    const stack = await deployedStack();
    const before = stack.account.all();
    stack.edit("index.ts", '["orders/read", "orders/write"]', '["orders/write"]');
    const file = join(mkdtempSync(join(tmpdir(), "summary-")), "review.md");
    const { status, output } = await deploy(stack, ["preview", "--summary", file]);
    equal(status, 0, output);
    match(output, /^dev: 1 update\n {2}update aws:apigatewayv2\/route:Route api-get-me-route \(/m);
    match(output, /^GET \/me +JWT of api-jwt +orders\/write /m);
    match(output, /^policies: \d+ passed, \d+ findings$/m);
    match(output, /^cost: About \$\d+\.\d\d a month for 1,000 active users, ESSENTIALS$/m);
    const markdown = readFileSync(file, "utf8");
    match(
      markdown,
      /^## Deployment of `dev`\n\nNothing speaks against it\.\n\n### Changes: 1 update\n/,
    );
    match(
      markdown,
      /^\| ~ update \| `Route` \| `api-get-me-route` \| `authorizationScopes(\[0\])?`.* \|$/m,
    );
    match(markdown, /^\| `GET \/me` \| JWT of api-jwt \| orders\/write \|/m);
    match(markdown, /^### Policies: 0 mandatory, /m);
    deepEqual(stack.account.all(), before);
  });

  it("up makes the stack and tells its outputs; a second one changes nothing", async () => {
    const stack = await emptyStack();
    const made = await deployJson<{ changes: Change[]; outputs: object }>(stack, ["up"]);
    equal(made.status, 0, made.output);
    equal(made.data.changes.length, 47);
    deepEqual(await strays(stack), []);
    const url = stack.held("api", "Api").outputs["apiEndpoint"];
    equal((made.data.outputs as { url: unknown }).url, url);
    const before = stack.account.all();
    const again = await deployJson<{ changes: Change[]; outputs: object }>(stack, ["up"]);
    deepEqual([again.status, again.data.changes], [0, []], again.output);
    deepEqual(again.data.outputs, made.data.outputs);
    deepEqual(stack.account.all(), before);
  });

  it("up says a line for each resource, and what is wrong at the end", async () => {
    const stack = await emptyStack();
    const { status, output } = await deploy(stack, ["up"]);
    equal(status, 0, output);
    match(output, /^created aws:cognito\/userPool:UserPool auth$/m);
    equal(output.includes("\u001B"), false);
    match(output, /^done: 47 create\n/m);
  });

  it("--config is written to the stack file first", async () => {
    const stack = await deployedStack();
    const { status, output } = await deploy(stack, ["up", "--config", "throttle.rate=300"]);
    equal(status, 0, output);
    const { defaultRouteSettings } = stack.held("api-stage", "Stage").inputs as {
      defaultRouteSettings: { throttlingRateLimit: number };
    };
    equal(defaultRouteSettings.throttlingRateLimit, 300);
  });

  it("outputs and history tell of the stack, and no secret at any depth", async () => {
    const stack = await deployedStack();
    stack.edit("index.ts", "= settings.expiresAt", "= { at: auth.clients.web.secret }; void 0");
    stack.edit("index.ts", 'kind: "browser",', 'kind: "server",');
    const client = stack.held("auth-web", "UserPoolClient").urn;
    const done = await deploy(stack, ["up", "--allow-replace", client]);
    equal(done.status, 0, done.output);
    const secret = String(stack.held("auth-web", "UserPoolClient").outputs["clientSecret"]);
    equal(done.output.includes(secret), false);
    const shown = await deployJson<Record<string, unknown>>(stack, ["outputs"]);
    deepEqual(shown.data["expiresAt"], { at: "[secret]" }, shown.output);
    equal(shown.output.includes(secret), false);
    const { data } = await deployJson<{ updates: { kind: string; result: string }[] }>(stack, [
      "history",
    ]);
    deepEqual(
      data.updates.map(({ kind, result }) => `${kind} ${result}`),
      ["update succeeded", "update succeeded"],
    );
  });

  it("F63: refresh takes drift into the state, and up undoes it", async () => {
    const stack = await deployedStack();
    const route = stack.held("api-get-hello-route", "Route");
    const open = { authorizationType: "NONE" };
    const { inputs, outputs } = route;
    stack.account.put({
      ...route,
      inputs: { ...inputs, ...open },
      outputs: { ...outputs, ...open },
    });
    const found = await deployJson<{ changes: Change[] }>(stack, ["refresh"]);
    deepEqual(
      summary(found.data.changes),
      ["update api-get-hello-route authorizationType"],
      found.output,
    );
    const repaired = await deployJson<{ changes: Change[] }>(stack, ["up"]);
    deepEqual(
      summary(repaired.data.changes),
      ["update api-get-hello-route authorizationType"],
      repaired.output,
    );
    deepEqual(stack.held("api-get-hello-route", "Route"), route);
  });

  it("destroy leaves nothing of a stack whose users are ephemeral", async () => {
    const stack = await deployedStack();
    const { status, output } = await deploy(stack, ["destroy"]);
    equal(status, 0, output);
    deepEqual(stack.account.all(), []);
    deepEqual(await stack.resources(), []);
  });

  it("cancel is harmless where nothing is locked", async () => {
    const stack = await deployedStack();
    const { status, output } = await deploy(stack, ["cancel"]);
    deepEqual([status, output.trim().split("\n").length], [0, 1], output);
  });
});
