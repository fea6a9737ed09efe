import assert from "node:assert/strict";
import { Browser, flowQuery, type Loaded } from "../support/browser.ts";
import { administer } from "../support/administration.ts";
import { POOL_ID, WEB_ID } from "../support/graph.ts";
import {
  call,
  createUser,
  EMAIL,
  lastCode,
  outcome,
  PASSWORD,
  signIn,
} from "../support/json-api.ts";
import {
  refusing,
  responding,
  same,
  serveTriggers,
  type TriggeredPools,
} from "../support/triggers.ts";

const alertOf = ({ text }: Loaded) => /role="alert">([^<]*)</.exec(text)?.[1];

describe("triggers at sign-in", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());
  const sources = () => pools.events.map((event) => event["triggerSource"]);

  it("C302, C187: PreAuthentication gets the client's metadata as validationData", async () => {
    pools = await serveTriggers({ preAuthentication: same });
    const sub = await createUser(pools);
    await call(pools, "InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, PASSWORD },
      ClientMetadata: { device: "phone" },
    });
    assert.deepEqual(pools.events, [
      {
        version: "1",
        region: "us-east-1",
        userPoolId: POOL_ID,
        userName: sub,
        callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: WEB_ID },
        triggerSource: "PreAuthentication_Authentication",
        request: {
          userAttributes: {
            sub,
            "cognito:user_status": "CONFIRMED",
            email_verified: "true",
            email: EMAIL,
          },
          validationData: { device: "phone" },
          userNotFound: false,
        },
        response: {},
      },
    ]);
  });

  it("C307: in an alias pool the verified address is an attribute of its own", async () => {
    const pool = { usernameAttributes: null, aliasAttributes: ["email"] };
    pools = await serveTriggers({ preAuthentication: same }, { pool });
    const user = { ClientId: WEB_ID, Username: "alice" };
    const UserAttributes = [{ Name: "email", Value: EMAIL }];
    await call(pools, "SignUp", { ...user, Password: PASSWORD, UserAttributes });
    await call(pools, "ConfirmSignUp", { ...user, ConfirmationCode: lastCode(pools, EMAIL) });
    await signIn(pools);
    const { userName, request } = pools.events[0];
    assert.deepEqual(
      [userName, request["userAttributes"]["cognito:email_alias"]],
      ["alice", EMAIL],
    );
  });

  it("C303: PreAuthentication refuses, right password or wrong", async () => {
    pools = await serveTriggers({ preAuthentication: refusing("Not today") });
    await createUser(pools);
    for (const password of [PASSWORD, "Wr0ng-one!"]) {
      assert.deepEqual((await signIn(pools, { password })).body, {
        __type: "UserLambdaValidationException",
        message: "PreAuthentication failed with error Not today.",
      });
    }
  });

  it("C303: PreAuthentication refuses SRP before the challenge", async () => {
    pools = await serveTriggers({ preAuthentication: refusing("Not today") });
    await createUser(pools);
    const { body } = await call(pools, "InitiateAuth", {
      AuthFlow: "USER_SRP_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, SRP_A: "abc" },
    });
    assert.equal(body["message"], "PreAuthentication failed with error Not today.");
  });

  it("C153: of a hidden unknown user PreAuthentication learns the name and that nobody has it", async () => {
    pools = await serveTriggers({ preAuthentication: same });
    assert.equal((await signIn(pools)).body["message"], "Incorrect username or password.");
    const { userName, request } = pools.events[0];
    assert.equal(userName, EMAIL);
    assert.deepEqual(request, { userAttributes: {}, validationData: null, userNotFound: true });
  });

  it("C312: the order is PreAuthentication, password, PostAuthentication, PreTokenGeneration", async () => {
    pools = await serveTriggers({
      preAuthentication: same,
      postAuthentication: same,
      preTokenGeneration: same,
    });
    await createUser(pools);
    await signIn(pools, { password: "Wr0ng-one!" });
    assert.deepEqual(sources(), ["PreAuthentication_Authentication"]);
    await signIn(pools);
    assert.deepEqual(sources().slice(1), [
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
    assert.equal(pools.events[2]["request"]["newDeviceUsed"], false);
  });

  for (const [operation, refusal] of [
    ["AdminDisableUser", "User is disabled."],
    ["AdminDeleteUser", "Incorrect username or password."],
  ] as const) {
    it(`C42: no tokens for whom ${operation} meets while a function thinks about the sign-in`, async () => {
      pools = await serveTriggers({
        postAuthentication: async (event) => {
          await administer(pools, operation, { Username: EMAIL });
          return event;
        },
      });
      await createUser(pools);
      assert.deepEqual(outcome(await signIn(pools)), ["NotAuthorizedException", refusal]);
    });
  }

  it("C83: on the pages a refusal stands above the form, and no session starts", async () => {
    pools = await serveTriggers({ postAuthentication: refusing("Not today") });
    await createUser(pools);
    const browser = new Browser(pools);
    const login = `/login?${flowQuery()}`;
    await browser.load(login);
    const refused = await browser.post(login, { username: EMAIL, password: PASSWORD });
    assert.equal(refused.status, 200);
    assert.equal(alertOf(refused), "PostAuthentication failed with error Not today.");
    assert.equal(browser.cookies.has("cognito"), false);
  });

  it("C126, C306: on the pages a user whom PreSignUp confirms is signed in", async () => {
    pools = await serveTriggers({ preSignUp: responding({ autoConfirmUser: true }) });
    const browser = new Browser(pools);
    const page = `/signup?${flowQuery()}`;
    await browser.load(page);
    const { location } = await browser.post(page, { username: EMAIL, password: PASSWORD });
    assert.match(location, /^https:\/\/app\.example\/cb\?code=/);
  });
});

describe("the user-migration trigger", () => {
  let pools: TriggeredPools;
  afterEach(() => pools.close());
  const found = responding({ userAttributes: { email: EMAIL, email_verified: "true" } });

  it("C306, C311: is asked for an unknown user with the password, and stores whom it brings", async () => {
    pools = await serveTriggers({ userMigration: found });
    assert.equal((await signIn(pools)).status, 200);
    assert.equal((await signIn(pools)).status, 200);
    assert.equal(pools.events.length, 1);
    const { triggerSource, userName, request, response } = pools.events[0];
    assert.equal(triggerSource, "UserMigration_Authentication");
    assert.equal(userName, EMAIL);
    assert.deepEqual(request, { password: PASSWORD, validationData: null });
    assert.deepEqual(response, {
      userAttributes: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
    });
  });

  it("C306: brings a user who has to choose a new password", async () => {
    const userMigration = responding({
      userAttributes: { email: EMAIL, email_verified: "true" },
      finalUserStatus: "RESET_REQUIRED",
    });
    pools = await serveTriggers({ userMigration });
    assert.equal((await signIn(pools)).body["__type"], "PasswordResetRequiredException");
  });

  it("C306: is asked for one who forgot the password, who then sets a new one", async () => {
    pools = await serveTriggers({ userMigration: found });
    const asked = { ClientId: WEB_ID, Username: EMAIL };
    await call(pools, "ForgotPassword", asked);
    assert.equal(pools.events[0]["triggerSource"], "UserMigration_ForgotPassword");
    const { status } = await call(pools, "ConfirmForgotPassword", {
      ...asked,
      ConfirmationCode: lastCode(pools, EMAIL),
      Password: PASSWORD,
    });
    assert.equal(status, 200);
    assert.equal((await signIn(pools)).status, 200);
  });

  it("C151: shows nothing of a throw where users are hidden", async () => {
    pools = await serveTriggers({ userMigration: refusing("Bad password") });
    assert.deepEqual((await signIn(pools)).body, {
      __type: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  it("C150: says that it failed where users are not hidden", async () => {
    const client = { preventUserExistenceErrors: "LEGACY" };
    pools = await serveTriggers({ userMigration: refusing("Bad password") }, { client });
    assert.deepEqual((await signIn(pools)).body, {
      __type: "UserNotFoundException",
      message: `Exception migrating user in app client ${WEB_ID}`,
    });
  });

  it("C303: may not bring attributes that the pool has no place for", async () => {
    const userMigration = responding({ userAttributes: { email: EMAIL, shoe: "43" } });
    pools = await serveTriggers({ userMigration });
    assert.equal((await signIn(pools)).body["__type"], "InvalidLambdaResponseException");
  });
});
