import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { cleanUp, copyProgram } from "./program/support/programs.ts";
import { type ServedProgram, serveProgram } from "./support/runtime.ts";
import { codeFor, PASSWORD } from "./support/sign-in.ts";
import { type Credentials, sign, type SigningOptions, type Unsigned } from "./support/signer.ts";

const MEMBERS = join(import.meta.dirname, "..", "programs", "members");

/** JSON of no declared shape: tests go down to a member and compare it with an exact value. */
type Loose = ReturnType<JSON["parse"]>;

describe("a program with an identity pool and AWS_IAM routes", () => {
  let runtime: ServedProgram;
  let member: Credentials;
  let idToken: string;
  let identityId: string;

  before(async () => {
    runtime = await serveProgram(["--program", copyProgram(MEMBERS), "--state", "memory"]);
    idToken = await signUp("ada@example.com", "web");
    [identityId, member] = await credentials(idToken);
  });
  after(async () => {
    await runtime.stop();
    cleanUp();
  });

  const post = async (target: string, input: object): Promise<Loose> => {
    const answer = await fetch(runtime.ready.identityPools[0]?.endpoint ?? "", {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body: JSON.stringify(input),
    });
    return answer.json();
  };
  const ofUsers = (name: string, input: object) =>
    post(`AWSCognitoIdentityProviderService.${name}`, input);
  const ofIdentities = (name: string, input: object) =>
    post(`AWSCognitoIdentityService.${name}`, input);

  async function signUp(Username: string, clientName: string): Promise<string> {
    const clients = runtime.ready.userPools[0]?.clients ?? [];
    const ClientId = clients.find(({ name }) => name === clientName)?.id;
    await ofUsers("SignUp", { ClientId, Username, Password: PASSWORD });
    const ConfirmationCode = await codeFor(runtime.ready, Username);
    await ofUsers("ConfirmSignUp", { ClientId, Username, ConfirmationCode });
    const signedIn = await ofUsers("InitiateAuth", {
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD },
    });
    return signedIn["AuthenticationResult"]["IdToken"];
  }

  async function credentials(token?: string): Promise<[string, Credentials]> {
    const Logins =
      token === undefined ? {} : { [String(runtime.ready.outputs["provider"])]: token };
    const IdentityPoolId = runtime.ready.identityPools[0]?.id;
    const { IdentityId } = await ofIdentities("GetId", { IdentityPoolId, Logins });
    const answer = await ofIdentities("GetCredentialsForIdentity", { IdentityId, Logins });
    return [IdentityId, answer["Credentials"]];
  }

  async function call(path: string, as?: Credentials, request: Unsigned & SigningOptions = {}) {
    const url = `${runtime.ready.apis[0]?.url}${path}`;
    const headers = as ? await sign(as, url, request, request) : {};
    const { method = "GET", body = null } = request;
    return fetch(url, { method, headers, body: body as string | null });
  }

  it("names the identity pool on the ready line, at the user pool's origin", () => {
    const { identityPools, userPools } = runtime.ready;
    assert.equal(identityPools.length, 1);
    assert.equal(identityPools[0]?.name, "identities");
    assert.match(identityPools[0]?.id ?? "", /^us-east-1:[0-9a-f-]{36}$/);
    assert.equal(identityPools[0]?.endpoint, userPools[0]?.endpoint);
  });

  it("serves all of it, and lists its routes", async () => {
    assert.doesNotMatch(runtime.errors(), /not served here/);
    const answer = await fetch(`${runtime.ready.control}/routes`);
    const { routes } = (await answer.json()) as Loose;
    const authorizations = routes.map((route: Loose) => [route.routeKey, route.authorization]);
    assert.deepEqual(Object.fromEntries(authorizations), {
      "GET /menu": "AWS_IAM",
      "ANY /orders/{proxy+}": "AWS_IAM",
      "GET /guest": "NONE",
    });
  });

  it("H211, H214: a member's signed request reaches the function, which sees who signed", async () => {
    const body = '{"quantity":1}';
    const headers = { "content-type": "application/json" };
    const answer = await call("/orders/7?page=1&q=a%20b", member, {
      method: "POST",
      body,
      headers,
    });
    assert.equal(answer.status, 200);
    const seen = (await answer.json()) as Loose;
    assert.equal(seen.body, body);
    const { iam } = seen.authorizer;
    assert.equal(iam.accessKey, member.AccessKeyId);
    assert.equal(iam.accountId, "123456789012");
    assert.equal(iam.cognitoIdentity.identityId, identityId);
    assert.equal(iam.cognitoIdentity.identityPoolId, runtime.ready.identityPools[0]?.id);
    assert.equal(iam.cognitoIdentity.amr[0], "authenticated");
    assert.match(
      iam.userArn,
      /^arn:aws:sts::123456789012:assumed-role\/member-[0-9a-f]{7}\/CognitoIdentityCredentials$/,
    );
    assert.match(iam.userId, /^AROA[A-Z0-9]{17}:CognitoIdentityCredentials$/);
    assert.equal(iam.callerId, iam.userId);
  });

  it("H212: nobody else's request does", async () => {
    const forbidden = async (title: string, answer: Response) => {
      assert.equal(answer.status, 403, title);
      assert.equal(await answer.text(), '{"message":"Forbidden"}');
    };
    await forbidden("unsigned", await call("/orders/7"));
    await forbidden("another key", await call("/orders/7", { ...member, SecretKey: "guess" }));
    await forbidden("another service", await call("/orders/7", member, { service: "lambda" }));
    await forbidden(
      "a key of AWS",
      await call("/orders/7", { ...member, AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }),
    );
  });

  it("C318, H211: a guest may call what the guests' role allows, and nothing else", async () => {
    const [guestId, guest] = await credentials();
    const menu = await call("/menu", guest);
    assert.equal(menu.status, 200);
    const { iam } = ((await menu.json()) as Loose).authorizer;
    assert.deepEqual(iam.cognitoIdentity, {
      amr: ["unauthenticated"],
      identityId: guestId,
      identityPoolId: runtime.ready.identityPools[0]?.id,
    });
    assert.equal((await call("/orders/7", guest)).status, 403);
  });

  it("C317: the token of a client that the pool does not list gives no identity", async () => {
    const token = await signUp("bob@example.com", "other");
    const Logins = { [String(runtime.ready.outputs["provider"])]: token };
    const IdentityPoolId = runtime.ready.identityPools[0]?.id;
    const answer = await ofIdentities("GetId", { IdentityPoolId, Logins });
    assert.deepEqual(answer, {
      __type: "NotAuthorizedException",
      message: "Token is not from a supported provider of this identity pool.",
    });
  });

  it("answers a function that asks AWS for an identity", async () => {
    const { IdentityId } = (await (await call("/guest")).json()) as Loose;
    assert.match(IdentityId, /^us-east-1:[0-9a-f-]{36}$/);
  });

  it("C314: keys are worth nothing an hour later", async () => {
    const advance = (input: object) =>
      fetch(`${runtime.ready.control}/clock`, { method: "POST", body: JSON.stringify(input) });
    await advance({ advanceSeconds: 3_500 });
    assert.equal((await call("/orders/7", member)).status, 200);
    await advance({ advanceSeconds: 100 });
    assert.equal((await call("/orders/7", member)).status, 403);
    await advance({ reset: true });
  });

  it("design 5.3: a reset forgets identities and what was handed out", async () => {
    assert.equal((await call("/orders/7", member)).status, 200);
    await fetch(`${runtime.ready.control}/reset`, { method: "POST" });
    assert.equal((await call("/orders/7", member)).status, 403);
    const answer = await ofIdentities("GetCredentialsForIdentity", { IdentityId: identityId });
    assert.equal(answer["__type"], "ResourceNotFoundException");
  });
});
