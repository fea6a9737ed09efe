import assert from "node:assert/strict";
import { SIGNED_OPERATIONS } from "../../../local/cognito/operations/signed-operations.ts";
import { POOL_ID, standardGraph, WEB_ID } from "../cognito/support/graph.ts";
import { call, createUser, EMAIL, PASSWORD, SIGNED, signIn } from "../cognito/support/json-api.ts";
import { type RunningPools, serve } from "../cognito/support/running-pools.ts";

describe("json api protocol", () => {
  let pools: RunningPools;
  before(async () => {
    pools = await serve(standardGraph());
    await createUser(pools);
  });
  after(() => pools.close());

  it("C155: puts an error's name and text into body and headers", async () => {
    const { status, headers, body } = await signIn(pools, { password: "Wr0ng-one!" });
    assert.equal(status, 400);
    assert.deepEqual(body, {
      __type: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
    assert.equal(headers.get("x-amzn-errortype"), "NotAuthorizedException:");
    assert.equal(headers.get("x-amzn-errormessage"), "Incorrect username or password.");
    assert.equal(headers.get("content-type"), "application/x-amz-json-1.1");
    assert.match(headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
  });

  it("C157: names an operation that is not served", async () => {
    const { status, body } = await call(pools, "AdminDoesNotExist", {});
    assert.equal(status, 400);
    assert.deepEqual(body, {
      __type: "UnknownOperationException",
      message: "AdminDoesNotExist is not served here.",
    });
  });

  for (const operation of SIGNED_OPERATIONS) {
    it(`O111, C158: ${operation} wants to be signed`, async () => {
      const unsigned = await call(pools, operation, {});
      assert.equal(unsigned.status, 400);
      assert.deepEqual(unsigned.body, {
        __type: "MissingAuthenticationTokenException",
        message: "Missing Authentication Token",
      });
      const bearer = await call(pools, operation, {}, { authorization: "Bearer x" });
      assert.equal(bearer.body["__type"], "MissingAuthenticationTokenException");
      const signed = await call(pools, operation, {}, SIGNED);
      assert.notEqual(signed.body["__type"], "MissingAuthenticationTokenException");
    });
  }

  for (const operation of ["CreateUserImportJob", "CreateUserPoolReplica", "CreateTerms"]) {
    it(`C157: ${operation}, signed, says that it is not served`, async () => {
      const { status, body } = await call(pools, operation, {}, SIGNED);
      assert.equal(status, 400);
      assert.deepEqual(body, {
        __type: "UnknownOperationException",
        message: `${operation} is not served here.`,
      });
    });
  }

  for (const origin of [
    "https://evil.example",
    "https://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://127.1.evil.example",
    "null",
    "",
  ]) {
    it(`C158, O116: lets no page of origin "${origin}" be an administrator`, async () => {
      const input = { UserPoolId: POOL_ID, Username: EMAIL };
      const { status, body } = await call(pools, "AdminDeleteUser", input, { ...SIGNED, origin });
      assert.equal(status, 400);
      assert.deepEqual(body, {
        __type: "UnrecognizedClientException",
        message:
          "The security token included in the request is invalid: only pages on this machine may send signed requests.",
      });
      assert.equal((await signIn(pools)).status, 200);
    });
  }

  for (const origin of ["http://localhost:5173", "http://127.0.0.1:3000", "https://[::1]:8443"]) {
    it(`C158: takes a page of ${origin} for one of the developer's own`, async () => {
      const input = { UserPoolId: POOL_ID, Username: EMAIL };
      const { body } = await call(pools, "AdminGetUser", input, { ...SIGNED, origin });
      assert.equal(body["Enabled"], true);
    });
  }

  for (const operation of ["UpdateAuthEventFeedback"]) {
    it(`C158: ${operation}, which nobody signs, says so at once`, async () => {
      const { body } = await call(pools, operation, {});
      assert.equal(body["__type"], "UnknownOperationException");
    });
  }

  it("C159: takes a signature where none is needed", async () => {
    const { body } = await call(pools, "GetUser", { AccessToken: "garbage" }, SIGNED);
    assert.equal(body["message"], "Invalid Access Token");
  });

  it("O110: refuses a body of more than 256 kB unread", async () => {
    const names = Array.from({ length: 250_000 }, (_, index) => [`name${index}`, ""]);
    const { status, body } = await call(pools, "InitiateAuth", Object.fromEntries(names));
    assert.equal(status, 400);
    assert.deepEqual(body, {
      __type: "SerializationException",
      message: "The request body is too large.",
    });
  });

  for (const operation of ["constructor", "__proto__", "toString", "<script>", ""]) {
    it(`O110: no operation hides behind the name "${operation}"`, async () => {
      const { status, body } = await call(pools, operation, {});
      assert.deepEqual([status, body["__type"]], [400, "UnknownOperationException"]);
    });
  }

  it("C163: names an unknown client", async () => {
    const { body } = await signIn(pools, { clientId: "nobody" });
    assert.equal(body["__type"], "ResourceNotFoundException");
    assert.equal(body["message"], "User pool client nobody does not exist.");
  });

  it("C157: lists every missing member", async () => {
    const { body } = await call(pools, "ConfirmSignUp", { ClientId: WEB_ID });
    assert.equal(body["__type"], "InvalidParameterException");
    assert.equal(
      body["message"],
      "2 validation errors detected: Value null at 'username' failed to satisfy constraint: Member must " +
        "not be null; Value null at 'confirmationCode' failed to satisfy constraint: Member must not be null",
    );
  });

  it("C160: a missing access token is a validation error, garbage is not authorized", async () => {
    const missing = await call(pools, "GetUser", {});
    assert.equal(
      missing.body["message"],
      "1 validation error detected: Value null at 'accessToken' failed to satisfy constraint: " +
        "Member must not be null",
    );
    const garbage = await call(pools, "GetUser", { AccessToken: "garbage" });
    assert.equal(garbage.body["message"], "Invalid Access Token");
  });

  const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
  for (const [name, text] of Object.entries({
    "no json": "nonsense",
    nothing: "",
    "a list": "[]",
    "a text": '"x"',
    NaN: '{"ClientId":NaN}',
    "a repeated name": `{"ClientId":"a","ClientId":"${WEB_ID}"}`,
    "a name repeated in an escape": `{"ClientId":"a","Client\\u0049d":"${WEB_ID}"}`,
    "deep nesting": deep,
    "a byte order mark": '\ufeff{"ClientId":"a"}',
    "a number for a text": '{"ClientId":1,"AuthFlow":"USER_PASSWORD_AUTH"}',
    "a list for a map": '{"ClientId":"a","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":[]}',
    "an object in a map":
      '{"ClientId":"a","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"a":{}}}',
  })) {
    it(`O110: answers SerializationException to ${name}`, async () => {
      const { status, body } = await call(pools, "InitiateAuth", text);
      assert.deepEqual([status, body["__type"]], [400, "SerializationException"]);
    });
  }

  it("O110: answers SerializationException to what is no UTF-8", async () => {
    const { status, body } = await call(pools, "InitiateAuth", Buffer.from([0x7b, 0xff, 0x7d]));
    assert.deepEqual([status, body["__type"]], [400, "SerializationException"]);
  });

  for (const operation of ["SignUp", "ConfirmSignUp", "ForgotPassword", "GetUser", "RevokeToken"]) {
    it(`O110: ${operation} refuses wrong types and prototypes of every member`, async () => {
      const members = [
        "ClientId",
        "Username",
        "Password",
        "AccessToken",
        "Token",
        "UserAttributes",
      ];
      for (const value of [1, true, [], {}, [1], [{ Name: 1 }], { __proto__: null }]) {
        const input = Object.fromEntries(members.map((member) => [member, value]));
        const { status, body } = await call(pools, operation, input);
        assert.equal(status, 400);
        assert.match(body["__type"], /^(SerializationException|InvalidParameterException)$/);
      }
    });
  }

  it("O083: refuses a form", async () => {
    const response = await fetch(`${pools.origin}/`, {
      method: "POST",
      headers: { "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth" },
      body: new URLSearchParams({ ClientId: WEB_ID }),
    });
    assert.equal(response.status, 400);
    assert.equal(JSON.parse(await response.text())["__type"], "SerializationException");
  });

  it("C159: answers a preflight for the headers of SDKs and shows errors to scripts", async () => {
    const response = await fetch(`${pools.origin}/`, { method: "OPTIONS" });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    const allowed = response.headers.get("access-control-allow-headers") ?? "";
    for (const name of ["x-amz-target", "x-amz-user-agent", "amz-sdk-request", "authorization"]) {
      assert.equal(allowed.includes(name), true, name);
    }
    assert.match(response.headers.get("access-control-expose-headers") ?? "", /x-amzn-errortype/);
  });

  it("C227: GetUser shows the readable attributes, sub first, values as texts", async () => {
    const { AccessToken } = (await signIn(pools)).body["AuthenticationResult"];
    const { body } = await call(pools, "GetUser", { AccessToken });
    assert.deepEqual(body, {
      Username: body["Username"],
      UserAttributes: [
        { Name: "sub", Value: body["Username"] },
        { Name: "email_verified", Value: "true" },
        { Name: "email", Value: EMAIL },
      ],
    });
  });

  it("C226: ChangePassword wants the previous password and the policy", async () => {
    const { AccessToken } = (await signIn(pools)).body["AuthenticationResult"];
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      call(pools, "ChangePassword", { AccessToken, PreviousPassword, ProposedPassword });
    const wrong = await change("Wr0ng-one!", "N3w-password");
    assert.equal(wrong.body["message"], "Incorrect username or password.");
    const weak = await change(PASSWORD, "weak");
    assert.equal(weak.body["__type"], "InvalidPasswordException");
    assert.deepEqual((await change(PASSWORD, "N3w-password")).body, {});
    assert.equal((await signIn(pools, { password: "N3w-password" })).status, 200);
  });

  it("C160: refuses altered tokens, id tokens and tokens of nobody", async () => {
    const { AccessToken, IdToken } = (await signIn(pools, { password: "N3w-password" })).body[
      "AuthenticationResult"
    ];
    const [header, payload, signature] = AccessToken.split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    for (const token of [
      IdToken,
      `${header}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${none}.${payload}.`,
      `${AccessToken}.x`,
      `${header}.e30.${signature}`,
    ]) {
      const { body } = await call(pools, "GetUser", { AccessToken: token });
      assert.equal(body["__type"], "NotAuthorizedException");
    }
    pools.clock.advance(3600);
    const expired = await call(pools, "GetUser", { AccessToken });
    assert.equal(expired.body["message"], "Access Token has expired");
  });
});
