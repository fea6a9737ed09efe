import { deepEqual, equal, match } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { deploy } from "./support/deployer.ts";
import { release, startHanging } from "./support/interrupted.ts";
import { deployedStack, emptyStack, type TestStack } from "./support/stacks.ts";

const FAILED = 1;
const USAGE = 2;
const REFUSED = 3;
const LOCKED = 4;

const shortensPasswords = (stack: TestStack): void =>
  stack.edit("components/auth/password-rule.ts", "DEFAULT_LENGTH = 15", "DEFAULT_LENGTH = 8");

/** The option that exempts a resource from a policy. */
function exempting({ place }: TestStack, policy: string, resource: string): string[] {
  const file = join(place.home, "exemptions.json");
  const exemption = { policy, resource, reason: "a test", until: "2999-12-31" };
  writeFileSync(file, JSON.stringify([exemption]));
  return ["--exemptions", file];
}

async function keptStack(): Promise<TestStack> {
  const stack = await deployedStack();
  stack.configure({ lifecycle: "keep" });
  const { status, output } = await stack.up();
  equal(status, 0, output);
  return stack;
}

describe("npm run deploy refuses", () => {
  it("C339: to replace a client, until its URN is allowed", async () => {
    const stack = await deployedStack();
    const before = stack.account.all();
    stack.edit("index.ts", 'kind: "browser",', 'kind: "server",');
    const refused = await deploy(stack, ["up"]);
    equal(refused.status, REFUSED, refused.output);
    const { urn } = stack.held("auth-web", "UserPoolClient");
    match(refused.output, /^refused: UserPoolClient "auth-web" would be replaced because of /m);
    equal(refused.output.includes(`If that is meant: --allow-replace '${urn}'\n`), true);
    match(refused.output, /^Nothing was changed\.$/m);
    deepEqual(stack.account.all(), before);
    const allowed = await deploy(stack, ["up", "--allow-replace", urn]);
    equal(allowed.status, 0, allowed.output);
  });

  it("F61: to remove a pool, its client and its domain", async () => {
    const stack = await deployedStack();
    const before = stack.account.all();
    writeFileSync(join(stack.place.program, "index.ts"), "export const nothing = 0;\n");
    const { status, output } = await deploy(stack, ["preview"]);
    equal(status, REFUSED, output);
    deepEqual(
      [...output.matchAll(/^refused: (\w+ "[\w-]+" would be \w+),/gm)]
        .map(([, line]) => line)
        .sort(),
      [
        'UserPool "auth" would be removed',
        'UserPoolClient "auth-web" would be removed',
        'UserPoolDomain "auth-domain" would be removed',
      ],
    );
    deepEqual(stack.account.all(), before);
  });

  it("a value of --config that is wrong, and leaves the stack's file as it was", async () => {
    const stack = await emptyStack();
    const file = join(stack.place.program, "Pulumi.dev.yaml");
    const before = readFileSync(file, "utf8");
    const { status, output } = await deploy(stack, ["up", "--config", "signUp=open"]);
    equal(status, FAILED, output);
    match(output, /^Configuration secure-api:signUp is "open": it must be /m);
    equal(readFileSync(file, "utf8"), before);
  });

  it("what a mandatory policy forbids, with the remedy, and passes an exemption", async () => {
    const stack = await emptyStack();
    shortensPasswords(stack);
    const { status, output } = await deploy(stack, ["up"]);
    equal(status, REFUSED, output);
    match(output, /^refused: cog-password-length: UserPool "auth": .+$/m);
    deepEqual(stack.account.all(), []);
    const exempted = exempting(stack, "cog-password-length", "auth");
    const exempt = await deploy(stack, ["preview", ...exempted]);
    equal(exempt.status, 0, exempt.output);
  });

  it("F64: to destroy kept users, before anything is deleted", async () => {
    const stack = await keptStack();
    const before = stack.account.all();
    const { status, output } = await deploy(stack, ["destroy"]);
    equal(status, REFUSED, output);
    match(output, /^auth: .*cannot be deleted/m);
    match(
      output,
      /^Users are kept\. .*--config lifecycle=ephemeral, then npm run deploy -- destroy --stack dev$/m,
    );
    deepEqual(stack.account.all(), before);
  });

  it("F64: nothing of the two steps that the refusal names", async () => {
    const stack = await keptStack();
    const released = await deploy(stack, ["up", "--config", "lifecycle=ephemeral"]);
    equal(released.status, 0, released.output);
    equal((await deploy(stack, ["destroy"])).status, 0);
    deepEqual(stack.account.all(), []);
  });

  it("to make a throw-away stack of one that is up and was to stay", async () => {
    const stack = await keptStack();
    const { status, output } = await deploy(stack, ["up", "--ttl", "1h"]);
    equal(status, REFUSED, output);
    match(output, /^Stack dev is up and has no expiry/m);
    equal(stack.held("auth", "UserPool").inputs["deletionProtection"], "ACTIVE");
  });

  it("an update while another one holds the stack", async () => {
    const stack = await emptyStack();
    const first = await startHanging(stack, { operation: "create" });
    const { status, output } = await deploy(stack, ["up"]);
    equal(status, LOCKED, output);
    match(
      output,
      /^Another update holds the stack: wait for it\. If it was killed: npm run deploy -- cancel --stack dev$/m,
    );
    release(stack);
    equal((await first.ended).status, 0);
  });
});

describe("npm run deploy asks beforehand", () => {
  it("F49: whether the prefix of a new sign-in domain is free", async () => {
    const stack = await emptyStack();
    stack.configure({ domainPrefix: "orders-login" });
    const env = { TAKEN_HOSTS: "orders-login.auth.us-east-1.amazoncognito.com" };
    const { status, output } = await deploy(stack, ["up"], { env });
    equal(status, FAILED, output);
    match(
      output,
      /^The sign-in domain's prefix "orders-login" is taken: orders-login\.auth\.us-east-1\.amazoncognito\.com exists/m,
    );
    match(
      output,
      /^Choose another: npm run deploy -- up --stack dev --config domainPrefix=ANOTHER$/m,
    );
    deepEqual(stack.account.all(), []);
  });

  it("F49: nothing of the kind for a domain that is the stack's own", async () => {
    const stack = await deployedStack();
    const host = `${stack.held("auth-domain", "UserPoolDomain").id}.auth.us-east-1.amazoncognito.com`;
    const { status, output } = await deploy(stack, ["up"], { env: { TAKEN_HOSTS: host } });
    equal(status, 0, output);
  });

  it("F118: whether a foreign issuer answers for itself", async () => {
    const server = createServer((_, response) =>
      response.end('{"issuer":"https://other.example"}'),
    );
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const stack = await emptyStack();
      stack.edit(
        "components/api/jwt-authorizer.ts",
        "jwtConfiguration: { issuer,",
        `jwtConfiguration: { issuer: "${issuer}",`,
      );
      const { status, output } = await deploy(stack, [
        "up",
        ...exempting(stack, "authz-issuer-pool", "api-jwt"),
      ]);
      equal(status, FAILED, output);
      equal(
        output.includes(
          `The issuer ${issuer} does not answer as API Gateway needs it: ${issuer}/.well-known/openid-configuration names the issuer "https://other.example", not "${issuer}".\n`,
        ),
        true,
        output,
      );
      deepEqual(stack.account.all(), []);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe("what a pipeline gets wrong", () => {
  const cases: readonly (readonly [string, NodeJS.ProcessEnv, number, RegExp])[] = [
    [
      "no backend",
      { PULUMI_BACKEND_URL: "" },
      USAGE,
      /^There is no backend: set PULUMI_BACKEND_URL \(.+\), or PULUMI_ACCESS_TOKEN for Pulumi Cloud\.\n$/,
    ],
    [
      "no secrets provider",
      { PULUMI_CONFIG_PASSPHRASE: undefined },
      USAGE,
      /^There is no secrets provider: set PULUMI_CONFIG_PASSPHRASE, or /,
    ],
    [
      "another passphrase",
      { PULUMI_CONFIG_PASSPHRASE: "another" },
      FAILED,
      /^Set PULUMI_CONFIG_PASSPHRASE to the one that the stack was made with\.$/m,
    ],
    [
      "a backend that is not there",
      { PULUMI_BACKEND_URL: "file:///no/such/directory" },
      FAILED,
      /^The backend cannot be reached: check PULUMI_BACKEND_URL, /m,
    ],
    [
      "no pulumi",
      { PATH: "/nowhere" },
      FAILED,
      /^There is no pulumi on PATH: https:\/\/www\.pulumi\.com\/docs\/install\/ /m,
    ],
  ];
  for (const [title, env, expected, line] of cases) {
    it(`${title} is one line that says what to do`, async () => {
      const stack = await deployedStack();
      const { status, output } = await deploy(stack, ["up"], { env });
      equal(status, expected, output);
      match(output, line);
      equal(output.includes("    at "), false, output);
      equal(output.includes("passphrase of a test"), false);
    });
  }

  it("a stack that is not there is named, with the command that makes it", async () => {
    const { status, output } = await deploy(await deployedStack(), ["outputs"], { stack: "prod" });
    equal(status, FAILED, output);
    match(output, /^The backend has no such stack: .+npm run deploy -- up --stack prod$/m);
  });

  it("a wrong setting is told with the command that mends it", async () => {
    const stack = await emptyStack();
    stack.configure({ accessTokenMinutes: 4 });
    const { status, output } = await deploy(stack, ["up"]);
    equal(status, FAILED, output);
    match(
      output,
      /Configuration secure-api:accessTokenMinutes is "4": .+ Run: pulumi config set accessTokenMinutes 60/,
    );
    match(
      output,
      /^Nothing was changed: give another --config KEY=VALUE, or run the command above with --stack dev, then again\.$/m,
    );
  });

  it("a provider that is missing is told with what brings it", async () => {
    const stack = await emptyStack();
    const env = { PULUMI_HOME: join(stack.place.home, "empty") };
    const { status, output } = await deploy(stack, ["up"], { env });
    equal(status, FAILED, output);
    match(
      output,
      /^A provider is missing on this machine: run npm ci and pulumi install, then again\.$/m,
    );
  });
});
