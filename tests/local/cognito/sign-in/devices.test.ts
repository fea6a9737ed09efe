import assert from "node:assert/strict";
import { requestToken } from "../support/browser.ts";
import { client, domain, graphOf, pool, POOL_ID, WEB_ID } from "../support/graph.ts";
import {
  type ApiAnswer,
  call,
  createUser,
  decodeUnverified,
  EMAIL,
  type Loose,
  PASSWORD,
} from "../support/json-api.ts";
import { type RunningPools, serve } from "../support/running-pools.ts";
import { deviceVerifier, SrpClient } from "../support/srp-client.ts";

const TIMESTAMP = "Sun Nov 22 23:55:57 UTC 2026"; // the clock of the tests
const TRACKED = { deviceConfiguration: { challengeRequiredOnNewDevice: true } };
const signature = {
  authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20261122/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
};

describe("devices", () => {
  let pools: RunningPools;
  afterEach(() => pools.close());

  async function start(poolInputs: object = TRACKED): Promise<Loose> {
    pools = await serve(graphOf(pool({ ...poolInputs }), domain(), client()));
    await createUser(pools);
    return (await initiate()).body["AuthenticationResult"];
  }

  function initiate(more: object = {}): Promise<ApiAnswer> {
    return call(pools, "InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: WEB_ID,
      AuthParameters: { USERNAME: EMAIL, PASSWORD, ...more },
    });
  }

  const devicePassword = "a device's own password";

  function confirm(result: Loose, more: object = {}): Promise<ApiAnswer> {
    const { DeviceKey, DeviceGroupKey } = result.NewDeviceMetadata;
    const identity = { poolName: DeviceGroupKey, userId: DeviceKey };
    return call(pools, "ConfirmDevice", {
      AccessToken: result.AccessToken,
      DeviceKey,
      DeviceName: "laptop",
      DeviceSecretVerifierConfig: deviceVerifier(identity, devicePassword),
      ...more,
    });
  }

  async function confirmed(poolInputs: object = TRACKED): Promise<Loose> {
    const result = await start(poolInputs);
    await confirm(result);
    return result;
  }

  function respond(challenge: ApiAnswer, responses: object): Promise<ApiAnswer> {
    return call(pools, "RespondToAuthChallenge", {
      ChallengeName: challenge.body["ChallengeName"],
      ClientId: WEB_ID,
      Session: challenge.body["Session"],
      ChallengeResponses: { USERNAME: EMAIL, ...responses },
    });
  }

  /** Goes through the device's challenges, with another password or key where a test says so. */
  async function proveDevice(
    challenge: ApiAnswer,
    result: Loose,
    changes: { password?: string; key?: string } = {},
  ): Promise<ApiAnswer> {
    const { DeviceGroupKey, DeviceKey } = result.NewDeviceMetadata;
    const { password = devicePassword, key: DEVICE_KEY = DeviceKey } = changes;
    const srpClient = new SrpClient();
    const verifier = await respond(challenge, { DEVICE_KEY, SRP_A: srpClient.publicHex });
    if (verifier.status !== 200) return verifier;
    assert.equal(verifier.body["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
    const parameters = verifier.body["ChallengeParameters"];
    const proof = srpClient.prove({
      poolId: `_${DeviceGroupKey}`,
      password,
      parameters: { ...parameters, USER_ID_FOR_SRP: DeviceKey },
      timestamp: TIMESTAMP,
    });
    return respond(verifier, {
      DEVICE_KEY,
      PASSWORD_CLAIM_SECRET_BLOCK: parameters["SECRET_BLOCK"],
      PASSWORD_CLAIM_SIGNATURE: proof.signature,
      TIMESTAMP,
    });
  }

  const keyOf = (result: Loose): string => result.NewDeviceMetadata.DeviceKey;
  const errorOf = ({ body }: ApiAnswer) => [body["__type"], body["message"]];
  const UNKNOWN = ["ResourceNotFoundException", "Device does not exist."];

  it("C232: a pool that tracks none names no device", async () => {
    const result = await start({});
    assert.equal(result.NewDeviceMetadata, undefined);
    assert.equal(decodeUnverified(result.AccessToken)["device_key"], undefined);
  });

  it("C12, C232, C275: a new device gets a key, which stands in the access token", async () => {
    const result = await start({ deviceConfiguration: {} });
    const { DeviceKey, DeviceGroupKey } = result.NewDeviceMetadata;
    assert.match(DeviceKey, /^us-east-1_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(DeviceGroupKey, /^-[A-Za-z0-9]{8}$/);
    assert.equal(decodeUnverified(result.AccessToken)["device_key"], DeviceKey);
  });

  it("C203, C215, C232: a confirmed device signs in with its own password after the user's", async () => {
    const result = await start();
    assert.deepEqual((await confirm(result)).body, { UserConfirmationNecessary: false });
    const challenge = await initiate({ DEVICE_KEY: keyOf(result) });
    assert.equal(challenge.body["ChallengeName"], "DEVICE_SRP_AUTH");
    const { body } = await proveDevice(challenge, result);
    const signedIn = body["AuthenticationResult"];
    assert.equal(signedIn["NewDeviceMetadata"], undefined);
    assert.equal(decodeUnverified(signedIn["AccessToken"])["device_key"], keyOf(result));
  });

  it("C203: refuses a wrong device password, once and for all in that session", async () => {
    const result = await confirmed();
    const challenge = await initiate({ DEVICE_KEY: keyOf(result) });
    const refused = await proveDevice(challenge, result, { password: "another" });
    assert.deepEqual(errorOf(refused), [
      "NotAuthorizedException",
      "Incorrect username or password.",
    ]);
    assert.deepEqual(errorOf(await proveDevice(challenge, result)), [
      "NotAuthorizedException",
      "Invalid session for the user, session can only be used once.",
    ]);
  });

  it("C203, C204: refuses another device's key in a challenge", async () => {
    const result = await confirmed();
    const other = (await initiate()).body["AuthenticationResult"];
    await confirm(other);
    const challenge = await initiate({ DEVICE_KEY: keyOf(result) });
    const refused = await proveDevice(challenge, result, { key: keyOf(other) });
    assert.deepEqual(errorOf(refused), ["NotAuthorizedException", "Invalid session for the user."]);
  });

  it("C232: refuses a device that is unknown, unconfirmed or another user's", async () => {
    const result = await start();
    assert.deepEqual(errorOf(await initiate({ DEVICE_KEY: keyOf(result) })), UNKNOWN);
    await confirm(result);
    await createUser(pools, { username: "bob@example.com" });
    const asBob = { USERNAME: "bob@example.com", DEVICE_KEY: keyOf(result) };
    assert.deepEqual(errorOf(await initiate(asBob)), UNKNOWN);
  });

  it("C186: tells nothing of devices to who has not the password", async () => {
    await start();
    const refused = await initiate({ PASSWORD: "wrong-Password-1!", DEVICE_KEY: "us-east-1_a" });
    assert.equal(refused.body["message"], "Incorrect username or password.");
  });

  it("C269: a remembered device stands in for the second factor, by its own proof only", async () => {
    const sms = { smsConfiguration: { externalId: "x", snsCallerArn: "arn" } };
    const result = await confirmed(TRACKED);
    await pools.close();
    const { store } = pools;
    const required = { ...TRACKED, ...sms, mfaConfiguration: "ON" };
    pools = await serve(graphOf(pool(required), domain(), client()), { store });
    const without = await initiate();
    assert.equal(without.body["AuthenticationResult"], undefined);
    const challenge = await initiate({ DEVICE_KEY: keyOf(result) });
    assert.equal(challenge.body["ChallengeName"], "DEVICE_SRP_AUTH");
    assert.equal(challenge.body["AuthenticationResult"], undefined);
    const { body } = await proveDevice(challenge, result);
    assert.equal(typeof body["AuthenticationResult"]["AccessToken"], "string");
  });

  it("C269: does not where the pool keeps to the second factor", async () => {
    const sms = { smsConfiguration: { externalId: "x", snsCallerArn: "arn" } };
    const kept = { deviceConfiguration: { challengeRequiredOnNewDevice: false } };
    const result = await confirmed(kept);
    await pools.close();
    const { store } = pools;
    const required = { ...kept, ...sms, mfaConfiguration: "ON" };
    pools = await serve(graphOf(pool(required), domain(), client()), { store });
    const answer = await initiate({ DEVICE_KEY: keyOf(result) });
    assert.notEqual(answer.body["ChallengeName"], "DEVICE_SRP_AUTH");
    assert.equal(answer.body["AuthenticationResult"], undefined);
  });

  it("C232, C275: remembers on request only, where the pool says so", async () => {
    const result = await start({ deviceConfiguration: { deviceOnlyRememberedOnUserPrompt: true } });
    assert.deepEqual((await confirm(result)).body, { UserConfirmationNecessary: true });
    const { AccessToken } = result;
    const before = await initiate({ DEVICE_KEY: keyOf(result) });
    assert.equal(before.body["AuthenticationResult"]["NewDeviceMetadata"], undefined);
    const update = (DeviceRememberedStatus: string) =>
      call(pools, "UpdateDeviceStatus", {
        AccessToken,
        DeviceKey: keyOf(result),
        DeviceRememberedStatus,
      });
    assert.deepEqual((await update("remembered")).body, {});
    const after = await initiate({ DEVICE_KEY: keyOf(result) });
    assert.equal(after.body["ChallengeName"], "DEVICE_SRP_AUTH");
    await update("not_remembered");
    const refused = await proveDevice(after, result);
    assert.equal(refused.body["message"], "Invalid session for the user.");
    assert.equal((await update("forgotten")).body["__type"], "InvalidParameterException");
  });

  it("C232: confirms the token's own device, once, with a usable verifier", async () => {
    const result = await start();
    const other = (await initiate()).body["AuthenticationResult"];
    assert.deepEqual(errorOf(await confirm(result, { DeviceKey: keyOf(other) })), UNKNOWN);
    for (const PasswordVerifier of [undefined, "", "AA==", "!!!!"]) {
      const DeviceSecretVerifierConfig = { Salt: "AAAA", PasswordVerifier };
      const refused = await confirm(result, { DeviceSecretVerifierConfig });
      assert.equal(refused.body["__type"], "InvalidParameterException");
    }
    assert.equal((await confirm(result)).status, 200);
    assert.equal((await confirm(result)).body["__type"], "DeviceKeyExistsException");
  });

  it("C232, C243: users and administrators see the same devices, in pages", async () => {
    const result = await confirmed();
    const { AccessToken } = result;
    const second = (await initiate()).body["AuthenticationResult"];
    await confirm(second, { DeviceName: "phone" });
    const named = { UserPoolId: POOL_ID, Username: EMAIL };
    const keys = async (PaginationToken?: string) => {
      const input = { ...named, Limit: 1, PaginationToken };
      return (await call(pools, "AdminListDevices", input, signature)).body;
    };
    const first = await keys();
    const rest = await keys(first["PaginationToken"]);
    const all = (await call(pools, "ListDevices", { AccessToken })).body["Devices"];
    assert.deepEqual([...first["Devices"], ...rest["Devices"]], all);
    assert.equal(rest["PaginationToken"], undefined);
    const DeviceKey = keyOf(result);
    const one = await call(pools, "GetDevice", { AccessToken, DeviceKey });
    const asked = await call(pools, "AdminGetDevice", { ...named, DeviceKey }, signature);
    assert.deepEqual(one.body, asked.body);
    const now = pools.clock.now() / 1000;
    assert.deepEqual(one.body["Device"], {
      DeviceKey,
      DeviceAttributes: [
        { Name: "device_status", Value: "remembered" },
        { Name: "device_name", Value: "laptop" },
      ],
      DeviceCreateDate: now,
      DeviceLastModifiedDate: now,
      DeviceLastAuthenticatedDate: now,
    });
  });

  for (const [operation, isSigned] of [
    ["ForgetDevice", false],
    ["AdminForgetDevice", true],
  ] as const) {
    it(`C232, C243: ${operation} forgets a device, and the sessions that it signed in`, async () => {
      const result = await confirmed();
      const DeviceKey = keyOf(result);
      const whose = isSigned
        ? { UserPoolId: POOL_ID, Username: EMAIL }
        : { AccessToken: (await initiate()).body["AuthenticationResult"]["AccessToken"] };
      const input = { ...whose, DeviceKey };
      const headers = isSigned ? signature : {};
      assert.deepEqual((await call(pools, operation, input, headers)).body, {});
      assert.deepEqual(errorOf(await initiate({ DEVICE_KEY: DeviceKey })), UNKNOWN);
      assert.deepEqual(errorOf(await call(pools, operation, input, headers)), UNKNOWN);
      const gone = await call(pools, "GetUser", { AccessToken: result.AccessToken });
      assert.equal(gone.body["message"], "Access Token has been revoked");
    });
  }

  it("C243: AdminUpdateDeviceStatus changes what a user may", async () => {
    const result = await confirmed();
    const DeviceKey = keyOf(result);
    const input = { UserPoolId: POOL_ID, Username: EMAIL, DeviceKey };
    const update = { ...input, DeviceRememberedStatus: "not_remembered" };
    assert.deepEqual((await call(pools, "AdminUpdateDeviceStatus", update, signature)).body, {});
    const { body } = await call(pools, "AdminGetDevice", input, signature);
    assert.equal(body["Device"]["DeviceAttributes"][0]["Value"], "not_remembered");
  });

  it("C38, C189: a refresh has to name the device that the tokens were issued to", async () => {
    const { RefreshToken, NewDeviceMetadata } = await start();
    const refresh = (more: object) =>
      call(pools, "InitiateAuth", {
        AuthFlow: "REFRESH_TOKEN_AUTH",
        ClientId: WEB_ID,
        AuthParameters: { REFRESH_TOKEN: RefreshToken, ...more },
      });
    for (const wrong of [{}, { DEVICE_KEY: "us-east-1_a" }]) {
      assert.deepEqual(errorOf(await refresh(wrong)), [
        "NotAuthorizedException",
        "Invalid Refresh Token",
      ]);
    }
    const { DeviceKey } = NewDeviceMetadata;
    assert.equal((await refresh({ DEVICE_KEY: DeviceKey })).status, 200);
    const input = { RefreshToken, ClientId: WEB_ID };
    assert.equal((await call(pools, "GetTokensFromRefreshToken", input)).status, 400);
    const named = await call(pools, "GetTokensFromRefreshToken", { ...input, DeviceKey });
    assert.equal(named.status, 200);
  });

  it("C35: the token endpoint, which knows no devices, refreshes no tracked session", async () => {
    const { RefreshToken } = await start();
    const fields = { grant_type: "refresh_token", client_id: WEB_ID, refresh_token: RefreshToken };
    const { status, body } = await requestToken(pools, fields);
    assert.deepEqual([status, body], [400, { error: "invalid_grant" }]);
  });
});
