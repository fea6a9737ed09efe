import assert from "node:assert/strict";
import type { Resource } from "../../../../local/program/graph.ts";
import { Browser, flowQuery, requestToken, tokensByBrowser } from "../support/browser.ts";
import {
  CALLBACK,
  MACHINE_ID,
  MACHINE_SECRET,
  POOL_ID,
  resource,
  WEB_ID,
} from "../support/graph.ts";
import {
  call,
  decodeUnverified,
  EMAIL,
  type Loose,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import {
  refusing,
  responding,
  same,
  serveTriggers,
  type TestTrigger,
  type TriggeredPools,
} from "../support/triggers.ts";

const ADMIN_ROLE = "arn:aws:iam::123456789012:role/admin";

/** Alice of the examples in the group `admin`, as the graph makes her. */
const admins: readonly Resource[] = [
  resource("aws:cognito/userGroup:UserGroup", "admin", {
    inputs: { userPoolId: POOL_ID, name: "admin", precedence: 1, roleArn: ADMIN_ROLE },
  }),
  resource("aws:cognito/user:User", "alice", {
    inputs: {
      userPoolId: POOL_ID,
      username: EMAIL,
      password: PASSWORD,
      attributes: { email: EMAIL, email_verified: "true" },
    },
    outputs: { sub: "34c84488-e0e1-70ae-d2ee-991ad1a898c8" },
  }),
  resource("aws:cognito/userInGroup:UserInGroup", "alice-admin", {
    inputs: { userPoolId: POOL_ID, username: EMAIL, groupName: "admin" },
  }),
];
const SUB = "34c84488-e0e1-70ae-d2ee-991ad1a898c8";

describe("the pre-token trigger", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());

  type Version = "V1_0" | "V2_0" | "V3_0";
  async function start(
    preTokenGeneration: TestTrigger,
    version?: Version,
    client: object = {},
  ): Promise<void> {
    const options = { ...(version && { version }), client: { ...client }, more: admins };
    pools = await serveTriggers({ preTokenGeneration }, options);
  }
  async function claims(): Promise<{ access: Loose; id: Loose }> {
    const { AuthenticationResult: result } = (await signIn(pools)).body;
    return {
      access: decodeUnverified(result["AccessToken"]),
      id: decodeUnverified(result["IdToken"]),
    };
  }
  const second = (details: object) => responding({ claimsAndScopeOverrideDetails: details });

  it("C49, C51: version 2 gets groups, roles and scopes", async () => {
    await start(same, "V2_0");
    await signIn(pools);
    assert.deepEqual(pools.events, [
      {
        version: "2",
        region: "us-east-1",
        userPoolId: POOL_ID,
        userName: SUB,
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: WEB_ID },
        triggerSource: "TokenGeneration_Authentication",
        request: {
          userAttributes: {
            sub: SUB,
            "cognito:user_status": "CONFIRMED",
            email: EMAIL,
            email_verified: "true",
          },
          groupConfiguration: {
            groupsToOverride: ["admin"],
            iamRolesToOverride: [ADMIN_ROLE],
            preferredRole: ADMIN_ROLE,
          },
          scopes: ["aws.cognito.signin.user.admin"],
        },
        response: { claimsAndScopeOverrideDetails: null },
      },
    ]);
  });

  it("C49: an ARN alone means version 1, which gets no scopes", async () => {
    await start(same);
    await signIn(pools);
    const { version, request, response } = pools.events[0];
    assert.equal(version, "1");
    assert.deepEqual(Object.keys(request), ["userAttributes", "groupConfiguration"]);
    assert.deepEqual(response, { claimsOverrideDetails: null });
  });

  it("C52: version 1 changes the ID token, and groups in both", async () => {
    await start(
      responding({
        claimsOverrideDetails: {
          claimsToAddOrOverride: { tenant: "north", email: "x@example.com" },
          claimsToSuppress: ["email_verified"],
          groupOverrideDetails: { groupsToOverride: ["staff"], preferredRole: "r" },
        },
      }),
    );
    const { access, id } = await claims();
    assert.deepEqual(
      [id["tenant"], id["email"], id["email_verified"], id["cognito:groups"]],
      ["north", "x@example.com", undefined, ["staff"]],
    );
    assert.deepEqual([id["cognito:roles"], id["cognito:preferred_role"]], [undefined, "r"]);
    assert.deepEqual([access["tenant"], access["cognito:groups"]], [undefined, ["staff"]]);
  });

  it("C53, C55: version 2 changes both tokens, with values of any type, and scopes", async () => {
    await start(
      second({
        idTokenGeneration: { claimsToAddOrOverride: { tier: 2 } },
        accessTokenGeneration: {
          claimsToAddOrOverride: { tenant: "north", plan: { seats: 5 }, beta: true, gone: "x" },
          claimsToSuppress: ["gone"],
          scopesToAdd: ["orders/read", "orders/write"],
          scopesToSuppress: ["orders/write"],
        },
      }),
      "V2_0",
    );
    const { access, id } = await claims();
    assert.deepEqual([id["tier"], id["tenant"]], [2, undefined]);
    assert.deepEqual(
      [access["tenant"], access["plan"], access["beta"], access["gone"]],
      ["north", { seats: 5 }, true, undefined],
    );
    assert.equal(access["scope"], "aws.cognito.signin.user.admin orders/read");
    assert.deepEqual(access["cognito:groups"], ["admin"]);
  });

  it("C54: what makes a token a token stays, whatever the function says", async () => {
    const fixed = {
      sub: "mallory",
      iss: "https://evil.example",
      exp: 9_999_999_999,
      token_use: "id",
      client_id: "other",
      aud: "other",
      username: "mallory",
      scope: "orders/write",
      "cognito:groups": ["root"],
      "dev:x": "y",
      origin_jti: "1",
    };
    const changes = { claimsToAddOrOverride: fixed, claimsToSuppress: Object.keys(fixed) };
    await start(same, "V2_0");
    const before = await claims();
    await pools.close();
    await start(second({ accessTokenGeneration: changes, idTokenGeneration: changes }), "V2_0");
    const after = await claims();
    const stable = (token: Loose) => {
      const { jti: _jti, origin_jti: _origin, event_id: _event, ...rest } = token;
      return rest;
    };
    assert.deepEqual(stable(after.access), stable(before.access));
    const { username: _u, client_id: _c, scope: _s, ...others } = stable(after.id);
    assert.deepEqual(others, stable(before.id));
  });

  it("C54: an access token may get the client's id as audience", async () => {
    const add = (aud: string) =>
      second({ accessTokenGeneration: { claimsToAddOrOverride: { aud } } });
    await start(add(WEB_ID), "V2_0");
    assert.equal((await claims()).access["aud"], WEB_ID);
  });

  for (const groupOverrideDetails of [null, {}]) {
    it(`C55: groupOverrideDetails ${JSON.stringify(groupOverrideDetails)} takes the groups away`, async () => {
      await start(second({ groupOverrideDetails }), "V2_0");
      const { access, id } = await claims();
      assert.deepEqual([access["cognito:groups"], id["cognito:groups"]], [undefined, undefined]);
      assert.deepEqual([id["cognito:roles"], id["cognito:preferred_role"]], [undefined, undefined]);
    });
  }

  it("C16: a token that lost the scope of the user's own operations cannot call them", async () => {
    const scopesToSuppress = ["aws.cognito.signin.user.admin"];
    await start(
      second({ accessTokenGeneration: { scopesToSuppress, scopesToAdd: ["a/b"] } }),
      "V2_0",
    );
    const { AuthenticationResult: result } = (await signIn(pools)).body;
    const { body } = await call(pools, "GetUser", { AccessToken: result["AccessToken"] });
    assert.equal(body["message"], "Access Token does not have required scopes");
  });

  it("C50, C365: is asked at refreshes too, with the session's own scope", async () => {
    await start(second({ accessTokenGeneration: { scopesToAdd: ["orders/read"] } }), "V2_0");
    const { AuthenticationResult: first } = (await signIn(pools)).body;
    const { body } = await call(pools, "GetTokensFromRefreshToken", {
      ClientId: WEB_ID,
      RefreshToken: first["RefreshToken"],
      ClientMetadata: { why: "test" },
    });
    const { triggerSource, request } = pools.events[1];
    assert.equal(triggerSource, "TokenGeneration_RefreshTokens");
    assert.deepEqual(request["scopes"], ["aws.cognito.signin.user.admin"]);
    assert.deepEqual(request["clientMetadata"], { why: "test" });
    const { scope } = decodeUnverified(body["AuthenticationResult"]["AccessToken"]);
    assert.equal(scope, "aws.cognito.signin.user.admin orders/read");
  });

  it("C50, C51: is asked after a new password, with what the last step brought along", async () => {
    const invited = resource("aws:cognito/user:User", "bob", {
      inputs: {
        userPoolId: POOL_ID,
        username: "bob@example.com",
        temporaryPassword: PASSWORD,
        messageAction: "SUPPRESS",
      },
    });
    const triggers = { preTokenGeneration: same, postAuthentication: same };
    pools = await serveTriggers(triggers, { version: "V2_0", more: [invited] });
    const { body } = await signIn(pools, { username: "bob@example.com" });
    assert.equal(pools.events.length, 0);
    await call(pools, "RespondToAuthChallenge", {
      ClientId: WEB_ID,
      ChallengeName: body["ChallengeName"],
      Session: body["Session"],
      ChallengeResponses: { USERNAME: "bob@example.com", NEW_PASSWORD: "An0ther-password!" },
      ClientMetadata: { a: "b" },
    });
    assert.deepEqual(
      pools.events.map(({ triggerSource, request }) => [triggerSource, request.clientMetadata]),
      [
        ["PostAuthentication_Authentication", { a: "b" }],
        ["TokenGeneration_NewPasswordChallenge", { a: "b" }],
      ],
    );
  });

  it("C36: a refresh that it refuses leaves the refresh token as it was", async () => {
    let refusals = 0;
    const sometimes: TestTrigger = (event) => {
      if (event["triggerSource"] === "TokenGeneration_RefreshTokens" && ++refusals === 1)
        throw new Error("Not now");
      return event;
    };
    const client = {
      explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      refreshTokenRotation: { feature: "ENABLED", retryGracePeriodSeconds: 0 },
    };
    await start(sometimes, "V2_0", client);
    const { AuthenticationResult: first } = (await signIn(pools)).body;
    const refresh = { ClientId: WEB_ID, RefreshToken: first["RefreshToken"] };
    const refused = await call(pools, "GetTokensFromRefreshToken", refresh);
    assert.equal(refused.body["message"], "PreTokenGeneration failed with error Not now.");
    assert.equal((await call(pools, "GetTokensFromRefreshToken", refresh)).status, 200);
  });

  it("C50: is asked when a code is granted on the pages, and the code's tokens have its claims", async () => {
    await start(
      second({ accessTokenGeneration: { claimsToAddOrOverride: { tenant: "north" } } }),
      "V2_0",
    );
    const tokens = await tokensByBrowser(pools);
    assert.equal(pools.events.length, 1);
    assert.equal(pools.events[0]["triggerSource"], "TokenGeneration_HostedAuth");
    assert.deepEqual(pools.events[0]["request"]["scopes"], ["openid", "email"]);
    assert.equal(decodeUnverified(tokens.access_token)["tenant"], "north");
  });

  it("C83: its refusal reaches the client that asks a signed-in browser", async () => {
    const trigger: TestTrigger = (event) => {
      if (event["request"]["scopes"].includes("orders/read")) throw new Error("No orders");
      return event;
    };
    await start(trigger, "V2_0");
    const browser = new Browser(pools);
    const login = `/login?${flowQuery()}`;
    await browser.load(login);
    await browser.post(login, { username: EMAIL, password: PASSWORD });
    const query = flowQuery({ scope: "openid orders/read" });
    const { location } = await browser.load(`/oauth2/authorize?${query}`);
    assert.equal(
      location,
      `${CALLBACK}?error_description=PreTokenGeneration+failed+with+error+No+orders.+&error=invalid_request&state=some-state`,
    );
  });

  const machine = (more = {}) =>
    requestToken(pools, {
      grant_type: "client_credentials",
      client_id: MACHINE_ID,
      client_secret: MACHINE_SECRET,
      ...more,
    });

  it("C49, C51: version 3 changes machines' tokens", async () => {
    await start(
      second({ accessTokenGeneration: { claimsToAddOrOverride: { tenant: "north" } } }),
      "V3_0",
    );
    const { body } = await machine({ aws_client_metadata: '{"job":"nightly"}' });
    const { version, triggerSource, userName, request, callerContext } = pools.events[0];
    assert.deepEqual(
      [version, triggerSource, userName, callerContext["clientId"]],
      ["3", "TokenGeneration_ClientCredentials", "ClientCredentials", MACHINE_ID],
    );
    assert.deepEqual(request, {
      userAttributes: {},
      groupConfiguration: {},
      scopes: ["orders/read"],
      clientMetadata: { job: "nightly" },
    });
    assert.equal(decodeUnverified(body["access_token"])["tenant"], "north");
  });

  it("C49: version 2 is not asked for machines", async () => {
    await start(refusing("Never"), "V2_0");
    assert.equal((await machine()).status, 200);
    assert.deepEqual(pools.events, []);
  });

  it("C105: the token endpoint says why a function refused", async () => {
    await start(refusing("Not you"), "V3_0");
    const { status, body } = await machine();
    assert.equal(status, 400);
    assert.deepEqual(body, {
      error: "invalid_grant",
      error_description: "PreTokenGeneration failed with error Not you.",
    });
  });

  const useless: readonly [string, Version, object][] = [
    [
      "a number in version 1",
      "V1_0",
      { claimsOverrideDetails: { claimsToAddOrOverride: { a: 1 } } },
    ],
    [
      "a scope with a blank",
      "V2_0",
      { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ["a b"] } } },
    ],
    [
      "scopes that are no list",
      "V2_0",
      { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: "a/b" } } },
    ],
    [
      "groups that are no texts",
      "V2_0",
      { claimsAndScopeOverrideDetails: { groupOverrideDetails: { groupsToOverride: [1] } } },
    ],
    [
      "an object as address",
      "V2_0",
      {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: { address: { formatted: "x" } } },
        },
      },
    ],
    ["details that are a text", "V2_0", { claimsAndScopeOverrideDetails: "x" }],
  ];
  for (const [title, version, response] of useless) {
    it(`C56: ${title} is not understood`, async () => {
      await start(responding(response), version);
      assert.equal((await signIn(pools)).body["__type"], "InvalidLambdaResponseException");
    });
  }
});
