import { equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command } from "../../../local/review/explain.ts";
import type { Explanation } from "../../../local/review/explain/request.ts";
import { callCommand } from "./support/command.ts";
import { cleanUp, HOME, writeProgram } from "../program/support/programs.ts";
import { serveProgram, type ServedProgram } from "../support/runtime.ts";

const PROGRAM = `
import * as aws from "@pulumi/aws/apigatewayv2";
console.log("printed by the program");
const api = new aws.Api("shop", {
  protocolType: "HTTP",
  corsConfiguration: { allowOrigins: ["https://app.test"] },
});
const stage = new aws.Stage("live", { apiId: api.id, name: "live", autoDeploy: true });
const domain = new aws.DomainName("domain", {
  domainName: "api.example.com",
  domainNameConfiguration: { certificateArn: "arn:x", endpointType: "REGIONAL", securityPolicy: "TLS_1_2" },
});
new aws.ApiMapping("v1", { apiId: api.id, stage: stage.id, domainName: domain.id, apiMappingKey: "v1" });
`;

const GUARDED = `
import * as lambda from "@pulumi/aws/lambda";
const keeper = new lambda.CallbackFunction("keeper", {
  runtime: "nodejs24.x",
  callback: async (event: any) => ({ isAuthorized: event.headers["x-key"] === "good" }),
});
new lambda.Permission("keeper", {
  action: "lambda:InvokeFunction",
  function: keeper.name,
  principal: "apigateway.amazonaws.com",
});
const keys = new aws.Authorizer("keys", {
  apiId: api.id,
  authorizerType: "REQUEST",
  authorizerUri: keeper.invokeArn,
  authorizerPayloadFormatVersion: "2.0",
  enableSimpleResponses: true,
  identitySources: ["$request.header.X-Key"],
});
new aws.Route("x", { apiId: api.id, routeKey: "GET /x", authorizationType: "CUSTOM", authorizerId: keys.id });
`;

function run(args: readonly string[], input?: string) {
  return spawnSync(process.execPath, ["local/review/run.mjs", "explain", ...args], {
    cwd: HOME,
    encoding: "utf8",
    ...(input === undefined ? {} : { input }),
  });
}

const call = (args: readonly string[]) => callCommand(command, args);

describe("npm run explain", () => {
  afterEach(cleanUp);

  it("ends with 0; what the program prints goes to standard error", async () => {
    const program = writeProgram({ "index.ts": PROGRAM });
    const { status, stdout, stderr } = await call(["GET", "/live/x", "--program", program]);
    equal(status, 0);
    match(
      stdout,
      /^GET \/live\/x at 127\.0\.0\.1:3000\n\n✓ host .*\n✓ stage {8}live, .*\n✗ route /,
    );
    match(stdout, /\n→ 404 \{"message":"Not Found"\}\n$/);
    equal(stderr, "printed by the program\n");
  });

  it("H11: follows a domain name, with --json as one object", async () => {
    const program = writeProgram({ "index.ts": PROGRAM });
    const args = ["GET", "/v1/x", "--host", "api.example.com", "--program", program, "--json"];
    const { steps, answer } = JSON.parse((await call(args)).stdout) as Explanation;
    equal(steps[0]?.says, 'api.example.com: its mapping "v1" leads to API "shop"');
    equal(steps[1]?.says, "live, as the mapping says");
    equal(answer.by === "gateway" && answer.status, 404);
  });

  it("H223: sends the headers that are given", async () => {
    const program = writeProgram({ "index.ts": PROGRAM });
    const origin = ["--header", "Origin: https://app.test"];
    const method = ["--header", "Access-Control-Request-Method: GET"];
    const { stdout } = await call([
      "OPTIONS",
      "/live/x",
      "--program",
      program,
      ...origin,
      ...method,
    ]);
    match(stdout, /\n→ 204\n {2}access-control-allow-origin: https:\/\/app\.test\n$/);
  });

  it("H200: runs the function of a Lambda authorizer", async () => {
    const program = writeProgram({ "index.ts": `${PROGRAM}${GUARDED}` });
    const ask = async (key: string) =>
      (await call(["GET", "/live/x", "--program", program, "--header", `X-Key: ${key}`])).stdout;
    match(
      await ask("good"),
      /\n✓ authorizer {3}Lambda authorizer "keys" lets it pass .*\n✗ integration /,
    );
    match(await ask("bad"), /\n✗ authorizer {3}Lambda authorizer "keys" refuses with 403: /);
  });

  const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["an unknown option", ["GET", "/", "--nonsense"], /^Unknown option '--nonsense'/],
    ["no path", ["GET"], /^Write a method and a path: npm run explain -- GET \/orders\n$/],
    ["a word too many", ["GET", "/", "/x"], /^Write a method and a path/],
    ["a path without a slash", ["GET", "orders"], /^orders: a path begins with a slash/],
    ["a blank in the path", ["GET", "/a b"], /a blank as %20/],
    ["a method that is none", ["G T", "/"], /^G T: a method is a word/],
    [
      "a method in small letters (G015)",
      ["get", "/"],
      /^get: a method is a word in capital letters/,
    ],
    ["a header without a colon", ["GET", "/", "--header", "hush"], /^--header: write it as/],
    ["a line break in a header", ["GET", "/", "--header", "a: b\r\nc: d"], /^--header: write/],
    [
      "a token file that is not there",
      ["GET", "/", "--token", "/nowhere"],
      /^--token \/nowhere: ENOENT/,
    ],
    ["a port that is none", ["GET", "/", "--port", "x"], /^--port x: a port is/],
    ["an empty state", ["GET", "/", "--state", ""], /^--state: a directory/],
  ];
  for (const [what, args, message] of mistakes) {
    it(`ends with 2 for ${what}`, async () => {
      const { status, stdout, stderr } = await call(args);
      equal(status, 2);
      equal(stdout, "");
      match(stderr, message);
    });
  }

  it("ends with 2 for a token file that holds more, and does not show it", () => {
    const { status, stderr } = run(["GET", "/", "--token", "-"], "hush hush\n");
    equal(status, 2);
    equal(stderr, "--token -: it holds more than a token.\n");
  });

  it("ends with 1 for a program that throws, and for one that AWS refuses", async () => {
    const thrown = await call([
      "GET",
      "/",
      "--program",
      writeProgram({ "index.ts": `throw new Error("no stock");` }),
    ]);
    equal(thrown.status, 1);
    match(thrown.stderr, /^Error: no stock\n/);
    const program = PROGRAM.replace('apiMappingKey: "v1"', 'apiMappingKey: "a b"');
    const refused = await call(["GET", "/", "--program", writeProgram({ "index.ts": program })]);
    equal(refused.status, 1);
    match(
      refused.stderr,
      /^printed by the program\naws:apigatewayv2\/apiMapping:ApiMapping "v1": apiMappingKey "a b": BadRequestException: /,
    );
  });

  it("ends with 1 for a state file that is damaged", async () => {
    const state = writeProgram({ "index.ts": PROGRAM });
    writeFileSync(join(state, "state.sqlite"), "no database");
    const { status, stderr } = await call(["GET", "/live/x", "--program", state, "--state", state]);
    equal(status, 1);
    match(stderr, /The state file .*state\.sqlite cannot be read/);
  });

  it("says how to call it", async () => {
    const { status, stdout } = await call(["--help"]);
    equal(status, 0);
    match(stdout, /^npm run explain -- METHOD PATH \[options\]\n/);
  });
});

describe("npm run explain beside a runtime", () => {
  let directory: string;
  let runtime: ServedProgram;
  let accessToken: string;
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "explain-"));
    runtime = await serveProgram([...PLACE, "--state", directory]);
    const [pool] = runtime.ready.userPools;
    const [client] = pool?.clients ?? [];
    const basic = Buffer.from(`${client?.id}:${client?.secret}`).toString("base64");
    const answer = await fetch(`${pool?.domain}/oauth2/token`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    accessToken = ((await answer.json()) as { access_token: string }).access_token;
  });
  after(async () => {
    await runtime.stop();
    rmSync(directory, { recursive: true });
  });

  const PLACE = ["--program", join(HOME, "tests", "programs", "notes"), "--config", "greeting=hi"];
  const request = (path: string, token: string) => {
    return ["GET", path, ...PLACE, "--state", directory, "--token", token, "--json"];
  };

  it("H66: verifies a token with the keys of the state directory that the runtime holds", () => {
    const { stdout, stderr } = run(request("/live/notes", "-"), `${accessToken}\n`);
    equal(stderr, "");
    const { answer } = JSON.parse(stdout) as Explanation;
    equal(answer.by === "function" && answer.name, "list");
  });

  it("H105: says which scope is missing, and shows the token nowhere", async () => {
    const file = join(directory, "token");
    writeFileSync(file, accessToken);
    const { stdout, stderr } = await call(request("/live/hidden", file));
    const { steps, answer } = JSON.parse(stdout) as Explanation;
    equal(answer.by === "gateway" && answer.status, 403);
    const scopes = steps.find(({ name }) => name === "authorizer")?.parts.at(-1);
    equal(scopes?.mark, "refused");
    match(
      scopes?.says ?? "",
      /the token has https:\/\/notes\.example\.com\/read; one of https:\/\/notes\.example\.com\/write is enough$/,
    );
    for (const part of accessToken.split(".")) equal((stdout + stderr).includes(part), false);
  });
});
