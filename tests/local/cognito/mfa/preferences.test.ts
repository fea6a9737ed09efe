import assert from "node:assert/strict";
import type { Properties } from "../../../../local/program/graph.ts";
import { administer } from "../support/administration.ts";
import { POOL_ID } from "../support/graph.ts";
import { type ApiAnswer, call, createUser, EMAIL, signIn } from "../support/json-api.ts";
import { adminPrefer, BY_EMAIL, codeAt, enrolApp, serveMfa, SMS, TOTP } from "../support/mfa.ts";
import { tokensByBrowser } from "../support/browser.ts";
import type { RunningPools } from "../support/running-pools.ts";

const ON = { Enabled: true };
const PREFERRED = { Enabled: true, PreferredMfa: true };
const message = ({ body }: ApiAnswer) => [body["__type"], body["message"]];

describe("preferences for second factors", () => {
  let pools: RunningPools;
  let AccessToken: string;
  afterEach(() => pools.close());

  async function start(inputs: Properties = { ...TOTP, ...BY_EMAIL, ...SMS }): Promise<void> {
    pools = await serveMfa({ mfaConfiguration: "OPTIONAL", ...inputs });
    await createUser(pools);
    ({ AccessToken } = (await signIn(pools)).body["AuthenticationResult"]);
  }
  const prefer = (settings: object) =>
    call(pools, "SetUserMFAPreference", { AccessToken, ...settings });
  const stored = async () => {
    const { body } = await call(pools, "GetUser", { AccessToken });
    return [body["UserMFASettingList"], body["PreferredMfaSetting"]];
  };

  it("C221, C222: switches on, prefers, and leaves what is not named", async () => {
    await start();
    assert.deepEqual(await stored(), [undefined, undefined]);
    assert.deepEqual((await prefer({ EmailMfaSettings: ON })).body, {});
    assert.deepEqual(await stored(), [["EMAIL_OTP"], undefined]);
    const app = await call(pools, "AssociateSoftwareToken", { AccessToken });
    const UserCode = codeAt(pools, app.body["SecretCode"]);
    await call(pools, "VerifySoftwareToken", { AccessToken, UserCode });
    await prefer({ SoftwareTokenMfaSettings: PREFERRED });
    assert.deepEqual(await stored(), [["EMAIL_OTP", "SOFTWARE_TOKEN_MFA"], "SOFTWARE_TOKEN_MFA"]);
    await prefer({ EmailMfaSettings: PREFERRED });
    assert.deepEqual(await stored(), [["EMAIL_OTP", "SOFTWARE_TOKEN_MFA"], "EMAIL_OTP"]);
    await prefer({ EmailMfaSettings: { Enabled: false } });
    assert.deepEqual(await stored(), [["SOFTWARE_TOKEN_MFA"], undefined]);
  });

  for (const [what, settings, text] of [
    [
      "an app that showed no code",
      { SoftwareTokenMfaSettings: ON },
      "User has not verified software token mfa",
    ],
    ["a text message without a number", { SMSMfaSettings: ON }, "User does not have phone_number."],
    [
      "a preferred factor that is off",
      { EmailMfaSettings: { PreferredMfa: true } },
      "A preferred MFA method must be enabled.",
    ],
  ] as const) {
    it(`C221: refuses ${what}, and changes nothing`, async () => {
      await start();
      const refused = await prefer({ ...settings });
      assert.deepEqual(message(refused), ["InvalidParameterException", text]);
      assert.deepEqual(await stored(), [undefined, undefined]);
    });
  }

  it("C221: prefers one at most", async () => {
    await start();
    await enrolApp(pools);
    const both = { EmailMfaSettings: PREFERRED, SoftwareTokenMfaSettings: PREFERRED };
    assert.deepEqual(message(await prefer(both)), [
      "InvalidParameterException",
      "Only one MFA method can be preferred.",
    ]);
  });

  it("C221: has nothing to prefer in a pool without MFA, or without the factor", async () => {
    await start({ mfaConfiguration: "OFF" });
    assert.deepEqual(message(await prefer({ EmailMfaSettings: ON })), [
      "InvalidParameterException",
      "MFA is not enabled for the user pool.",
    ]);
    await pools.close();
    await start(TOTP);
    assert.deepEqual(message(await prefer({ EmailMfaSettings: ON })), [
      "InvalidParameterException",
      "EMAIL_OTP is not enabled for the user pool.",
    ]);
  });

  it("O110: takes truth values only", async () => {
    await start();
    for (const EmailMfaSettings of [{ Enabled: "true" }, true, [], "x"]) {
      const { body } = await prefer({ EmailMfaSettings });
      assert.equal(body["__type"], "SerializationException");
    }
  });

  it("C243: an administrator sets the same, of a user who is there", async () => {
    await start();
    assert.deepEqual((await adminPrefer(pools, { EmailMfaSettings: PREFERRED })).body, {});
    assert.deepEqual(await stored(), [["EMAIL_OTP"], "EMAIL_OTP"]);
    const seen = (await administer(pools, "AdminGetUser", { Username: EMAIL })).body;
    assert.deepEqual(seen["UserMFASettingList"], ["EMAIL_OTP"]);
    assert.equal(seen["PreferredMfaSetting"], "EMAIL_OTP");
    const unknown = await adminPrefer(pools, { EmailMfaSettings: ON }, "nobody");
    assert.deepEqual(message(unknown), ["UserNotFoundException", "User does not exist."]);
    const input = { UserPoolId: POOL_ID, Username: "x", EmailMfaSettings: ON };
    const unsigned = await call(pools, "AdminSetUserMFAPreference", input);
    assert.equal(unsigned.body["__type"], "MissingAuthenticationTokenException");
    const elsewhere = await adminPrefer(pools, { UserPoolId: "us-east-1_Other1234" });
    assert.equal(elsewhere.body["__type"], "ResourceNotFoundException");
  });

  it("C223: an administrator takes the app away, and it signs nobody in any more", async () => {
    await start();
    await enrolApp(pools);
    const removed = await administer(pools, "AdminDeleteSoftwareToken", { Username: EMAIL });
    assert.deepEqual([removed.status, removed.body], [200, {}]);
    assert.deepEqual(await stored(), [undefined, undefined]);
    assert.equal((await signIn(pools)).body["ChallengeName"], undefined);
    assert.deepEqual(message(await prefer({ SoftwareTokenMfaSettings: ON })), [
      "InvalidParameterException",
      "User has not verified software token mfa",
    ]);
  });

  it("C223: other factors stay as they were, and so does who has no app", async () => {
    await start();
    await prefer({ EmailMfaSettings: PREFERRED });
    await administer(pools, "AdminDeleteSoftwareToken", { Username: EMAIL });
    assert.deepEqual(await stored(), [["EMAIL_OTP"], "EMAIL_OTP"]);
    const nobody = await administer(pools, "AdminDeleteSoftwareToken", { Username: "nobody" });
    assert.equal(nobody.body["__type"], "UserNotFoundException");
  });

  it("C243: the older list of options switches text messages on and off", async () => {
    await start();
    const MFAOptions = [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }];
    const set = (input: object) => call(pools, "SetUserSettings", { AccessToken, ...input });
    const missing = await set({ MFAOptions });
    assert.equal(missing.body["message"], "User does not have phone_number.");
    const user = pools.store.users.byAlias(POOL_ID, EMAIL);
    assert.ok(user);
    const attributes = { ...user.attributes, phone_number: "+4915112345678" };
    pools.store.users.save({ ...user, attributes });
    assert.deepEqual((await set({ MFAOptions })).body, {});
    assert.deepEqual(await stored(), [["SMS_MFA"], undefined]);
    const byMail = [{ DeliveryMedium: "EMAIL", AttributeName: "email" }];
    assert.equal((await set({ MFAOptions: byMail })).body["__type"], "InvalidParameterException");
    await set({ MFAOptions: [] });
    assert.deepEqual(await stored(), [undefined, undefined]);
  });

  it("O115: an access token without the scope of the user's own operations sets nothing", async () => {
    await start();
    const { access_token: token } = await tokensByBrowser(pools);
    for (const [operation, input] of [
      ["AssociateSoftwareToken", {}],
      ["VerifySoftwareToken", { UserCode: "123456" }],
      ["SetUserMFAPreference", { EmailMfaSettings: ON }],
    ] as const) {
      assert.deepEqual(message(await call(pools, operation, { AccessToken: token, ...input })), [
        "NotAuthorizedException",
        "Access Token does not have required scopes",
      ]);
    }
  });
});
