import { deepEqual, equal, match } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseEnv } from "node:util";
import { command } from "../../../local/review/client-config.ts";
import type { ClientConfiguration } from "../../../local/review/client-config/configuration.ts";
import { cleanUp, HOME, writeProgram } from "../program/support/programs.ts";
import { type ServedProgram, serveProgram } from "../support/runtime.ts";
import { callCommand } from "./support/command.ts";

const CLIENTS = join(HOME, "tests", "programs", "clients");

/** JSON of no declared shape: tests go down to a member and compare it with an exact value. */
type Loose = ReturnType<JSON["parse"]>;

const stdoutOf = async (...args: readonly string[]): Promise<string> => {
  const { status, stdout, stderr } = await callCommand(command, args);
  deepEqual([status, stderr.replace(/^Amplify opens .*\n/, "")], [0, ""]);
  return stdout;
};
const configurationOf = async (...args: readonly string[]): Promise<ClientConfiguration> =>
  JSON.parse(await stdoutOf(...args)) as ClientConfiguration;

describe("npm run client-config", () => {
  let runtime: ServedProgram;
  let ports: readonly string[];
  let program: readonly string[];
  before(async () => {
    const place = ["--program", CLIENTS, "--issuer", "local"];
    runtime = await serveProgram([...place, "--state", "memory", "--no-watch"]);
    ports = ["--auth-port", new URL(runtime.ready.userPools[0]?.endpoint ?? "").port];
    program = [...place, ...ports];
  });
  after(() => runtime.stop());

  it("F148, C61: has the addresses that the runtime's discovery document has", async () => {
    const { endpoints, userPoolId, endpoint, region } = await configurationOf(...program);
    const [pool] = runtime.ready.userPools;
    deepEqual([userPoolId, endpoint, region], [pool?.id, pool?.endpoint, pool?.region]);
    const document = (await (await fetch(endpoints.discovery)).json()) as Loose;
    deepEqual(endpoints, {
      issuer: document.issuer,
      discovery: `${document.issuer}/.well-known/openid-configuration`,
      jwks: document.jwks_uri,
      authorize: document.authorization_endpoint,
      token: document.token_endpoint,
      userInfo: document.userinfo_endpoint,
      revoke: document.revocation_endpoint,
      logout: document.end_session_endpoint,
    });
  });

  it("F149: has every client with its scopes and addresses, and no secret", async () => {
    const text = await stdoutOf(...program);
    const { clients, identityPoolId } = JSON.parse(text) as ClientConfiguration;
    const [pool] = runtime.ready.userPools;
    deepEqual(
      clients.map(({ name, id, hasSecret }) => [name, id, hasSecret]),
      pool?.clients.map(({ name, id, secret }) => [name, id, secret !== null]).toSorted(),
    );
    const secrets = pool?.clients.flatMap(({ secret }) => secret ?? []) ?? [];
    equal(secrets.length, 2);
    equal(
      secrets.some((secret) => text.includes(secret)),
      false,
    );
    const [, machine, open] = clients;
    deepEqual(open?.callbackUrls, ["http://localhost:8080/callback"]);
    deepEqual(open?.logoutUrls, ["http://localhost:8080/"]);
    deepEqual(open?.scopes, ["openid", "email", "aws.cognito.signin.user.admin"]);
    deepEqual(machine?.grants, ["client_credentials"]);
    equal(identityPoolId, runtime.ready.identityPools[0]?.id);
  });

  it("F149: gives Amplify what Amplify.configure takes", async () => {
    const { Auth } = JSON.parse(
      await stdoutOf(...program, "--format", "amplify", "--client", "open"),
    ) as Loose;
    const [pool] = runtime.ready.userPools;
    deepEqual(Auth.Cognito, {
      userPoolId: pool?.id,
      userPoolClientId: pool?.clients.find(({ name }) => name === "open")?.id,
      userPoolEndpoint: pool?.endpoint,
      identityPoolId: runtime.ready.identityPools[0]?.id,
      identityPoolEndpoint: pool?.endpoint,
      allowGuestAccess: false,
      loginWith: { email: true },
      signUpVerificationMethod: "code",
      userAttributes: {},
      mfa: { status: "optional", totpEnabled: true, smsEnabled: false },
      passwordFormat: {
        minLength: 8,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSpecialCharacters: true,
      },
    });
  });
});

describe("the forms of npm run client-config", () => {
  let directory: string;
  before(() => (directory = mkdtempSync(join(tmpdir(), "client-config-"))));
  after(() => {
    rmSync(directory, { recursive: true });
    cleanUp();
  });

  it("F147: names this program's API, pool and client as npm start serves them", async () => {
    const { version, apis, clients, endpoints, endpoint } = await configurationOf();
    equal(version, 1);
    equal(endpoint, "http://localhost:3100");
    deepEqual(apis, [{ name: "api", stage: "$default", url: "http://127.0.0.1:3000" }]);
    equal(endpoints.issuer.startsWith("https://cognito-idp.us-east-1.amazonaws.com/"), true);
    const [client] = clients;
    deepEqual([clients.length, client?.name, client?.hasSecret], [1, "auth-web", false]);
    deepEqual(client?.callbackUrls, ["http://127.0.0.1:3000"]);
    deepEqual(client?.scopes, ["openid", "email", "orders/read"]);
  });

  it("writes variables that .env readers take, with the prefix that a bundler asks for", async () => {
    const variables = parseEnv(await stdoutOf("--format", "env", "--prefix", "VITE_"));
    equal(variables["VITE_CLIENT_CONFIG_VERSION"], "1");
    equal(variables["VITE_SCOPES"], "openid email orders/read");
    equal(variables["VITE_API_URL"], "http://127.0.0.1:3000");
    equal(variables["VITE_TOKEN_URL"], "http://localhost:3100/oauth2/token");
    equal(variables["VITE_IDENTITY_POOL_ID"], undefined);
  });

  it("writes a module with the same members as the JSON", async () => {
    const file = join(directory, "configuration.mts");
    const args = ["--format", "ts", "--out", file];
    const { status, stdout, stderr } = await callCommand(command, args);
    deepEqual([status, stdout, stderr], [0, "", `${file} is written\n`]);
    const loaded = (await import(pathToFileURL(file).href)) as { clientConfiguration: object };
    deepEqual(loaded.clientConfiguration, await configurationOf());
    match(readFileSync(file, "utf8"), /^\/\*\* Made by `npm run client-config/);
  });

  it("leaves the pages' addresses out where the pool has no domain", async () => {
    const program = writeProgram({
      "index.ts": `
import { UserPool, UserPoolClient } from "@pulumi/aws/cognito";
new UserPoolClient("app", { userPoolId: new UserPool("people", {}).id });
`,
    });
    const { endpoints, apis } = await configurationOf("--program", program);
    const { issuer: _, discovery, ...others } = endpoints;
    match(
      discovery,
      /^http:\/\/localhost:3100\/us-east-1_\w+\/\.well-known\/openid-configuration$/,
    );
    match(others.jwks, /jwks\.json$/);
    deepEqual(
      { ...others, jwks: "" },
      {
        jwks: "",
        authorize: null,
        token: null,
        userInfo: null,
        revoke: null,
        logout: null,
      },
    );
    deepEqual(apis, []);
  });

  const closedApi = (domain: string): string => `
import { Api, ApiMapping, DomainName, Stage } from "@pulumi/aws/apigatewayv2";
import { UserPool, UserPoolClient } from "@pulumi/aws/cognito";
new UserPoolClient("app", { userPoolId: new UserPool("people", {}).id });
const api = new Api("orders", { protocolType: "HTTP", disableExecuteApiEndpoint: true });
const stage = new Stage("stage", { apiId: api.id, name: "$default", autoDeploy: true });
${domain}
`;

  it("H10: names the domain of an API whose default endpoint is off, and how a local runtime answers for it", async () => {
    const program = writeProgram({
      "index.ts": closedApi(`
const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/a";
const domain = new DomainName("domain", {
  domainName: "api.example.net",
  domainNameConfiguration: { certificateArn, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" },
});
const domainName = domain.id;
new ApiMapping("mapping", { apiId: api.id, domainName, stage: stage.id, apiMappingKey: "v1" });
`),
    });
    const { status, stdout, stderr } = await callCommand(command, ["--program", program]);
    deepEqual(
      [status, (JSON.parse(stdout) as ClientConfiguration).apis, stderr],
      [
        0,
        [{ name: "orders", stage: "$default", url: "https://api.example.net/v1" }],
        "API orders answers locally at http://127.0.0.1:3000/v1, with the header Host: api.example.net\n",
      ],
    );
  });

  it("H10: says that an API without default endpoint and domain has no address", async () => {
    const program = writeProgram({ "index.ts": closedApi("") });
    const { status, stdout, stderr } = await callCommand(command, ["--program", program]);
    deepEqual(
      [status, (JSON.parse(stdout) as ClientConfiguration).apis, stderr],
      [
        0,
        [],
        "API orders has no address: its default endpoint is off, and no domain name leads to it.\n",
      ],
    );
  });

  it("F149: takes a client by its name in the program as well", async () => {
    const { status, stdout } = await callCommand(command, ["--format", "env", "--client", "web"]);
    equal(status, 0);
    const byFullName = await callCommand(command, ["--format", "env", "--client", "auth-web"]);
    equal(stdout, byFullName.stdout);
  });

  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [["--format", "xml"], /^--format xml: the formats are json, env, ts, amplify\.\n$/],
    [["--out", "/nowhere/a.json"], /^--out \/nowhere\/a\.json: ENOENT: .*\n$/],
    [["--client", "x"], /^--client x: pool auth has auth-web\.\n$/],
    [["--prefix", "A-"], /^--prefix A-: letters, digits and "_", such as VITE_\.\n$/],
    [["--deployed", "--port", "1"], /^--port is for npm start, not --deployed\.\n$/],
    [
      ["--program", CLIENTS, "--format", "env"],
      /^--client is missing: env is for one\. Choose one: closed, machine, open\.\n$/,
    ],
    [
      ["--program", CLIENTS, "--format", "amplify", "--client", "closed"],
      /^--client closed: it has a secret, and Amplify is for clients without one\.\n$/,
    ],
  ];
  for (const [args, message] of mistakes) {
    it(`ends with 2 for ${args.join(" ").replace(HOME, "")}`, async () => {
      const { status, stdout, stderr } = await callCommand(command, args);
      deepEqual([status, stdout], [2, ""]);
      match(stderr, message);
    });
  }
});
