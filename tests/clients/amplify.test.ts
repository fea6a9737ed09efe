import { strict as assert } from "node:assert";
import * as auth from "@aws-amplify/auth";
import {
  cognitoCredentialsProvider,
  cognitoUserPoolsTokenProvider,
} from "@aws-amplify/auth/cognito";
import { Amplify } from "@aws-amplify/core";
import { after, before, describe, it } from "mocha";
import { TOTP } from "otpauth";
import { PASSWORD, type Served, serve } from "./support.ts";

describe("Amplify Auth v6, with the endpoints set", () => {
  let served: Served;

  before(async () => {
    served = await serve();
    const { userPoolId, identityPoolId, endpoint } = served;
    const Auth = {
      Cognito: {
        userPoolId,
        userPoolClientId: served.client("open").id,
        userPoolEndpoint: endpoint,
        identityPoolId,
        identityPoolEndpoint: endpoint,
      },
    };
    // As the package `aws-amplify` does it, which is this one and many more.
    cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
    cognitoUserPoolsTokenProvider.setKeyValueStorage(memoryStorage());
    Amplify.configure(
      { Auth },
      {
        Auth: {
          tokenProvider: cognitoUserPoolsTokenProvider,
          credentialsProvider: cognitoCredentialsProvider,
        },
      },
    );
  });
  after(() => served.stop());

  const signUp = async (username: string): Promise<void> => {
    const { nextStep } = await auth.signUp({
      username,
      password: PASSWORD,
      options: { userAttributes: { email: username } },
    });
    assert.equal(nextStep.signUpStep, "CONFIRM_SIGN_UP");
    const confirmationCode = await served.code(username);
    const { isSignUpComplete } = await auth.confirmSignUp({ username, confirmationCode });
    assert.equal(isSignUpComplete, true);
  };

  it("signs up, confirms, signs in by SRP, and holds the tokens", async () => {
    await signUp("amplify@example.com");
    const { isSignedIn, nextStep } = await auth.signIn({
      username: "amplify@example.com",
      password: PASSWORD,
    });
    assert.deepEqual([isSignedIn, nextStep.signInStep], [true, "DONE"]);
    const { tokens } = await auth.fetchAuthSession();
    assert.equal(tokens?.idToken?.payload["email"], "amplify@example.com");
    const attributes = await auth.fetchUserAttributes();
    assert.equal(attributes.email_verified, "true");
    const { tokens: refreshed } = await auth.fetchAuthSession({ forceRefresh: true });
    assert.notEqual(String(refreshed?.accessToken), String(tokens?.accessToken));
    await auth.signOut();
    await assert.rejects(auth.getCurrentUser(), { name: "UserUnAuthenticatedException" });
  });

  it("signs in with the password in the clear where the client allows it", async () => {
    await signUp("clear@example.com");
    const { isSignedIn } = await auth.signIn({
      username: "clear@example.com",
      password: PASSWORD,
      options: { authFlowType: "USER_PASSWORD_AUTH" },
    });
    assert.equal(isSignedIn, true);
    await auth.signOut({ global: true });
  });

  it("sets an authenticator up and asks for its code from then on", async () => {
    await signUp("totp@example.com");
    await auth.signIn({ username: "totp@example.com", password: PASSWORD });
    const { sharedSecret } = await auth.setUpTOTP();
    await auth.verifyTOTPSetup({ code: await totp(sharedSecret) });
    await auth.updateMFAPreference({ totp: "PREFERRED" });
    assert.deepEqual(await auth.fetchMFAPreference(), { enabled: ["TOTP"], preferred: "TOTP" });
    await auth.signOut();
    const { nextStep } = await auth.signIn({ username: "totp@example.com", password: PASSWORD });
    assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_TOTP_CODE");
    await fetch(`${served.ready.control}/clock`, {
      method: "POST",
      body: JSON.stringify({ advanceSeconds: 60 }),
    });
    const { isSignedIn } = await auth.confirmSignIn({
      challengeResponse: await totp(sharedSecret),
    });
    assert.equal(isSignedIn, true);
    await auth.signOut();
  });

  it("resets a forgotten password", async () => {
    await signUp("forgot@example.com");
    const { nextStep } = await auth.resetPassword({ username: "forgot@example.com" });
    assert.equal(nextStep.resetPasswordStep, "CONFIRM_RESET_PASSWORD_WITH_CODE");
    await auth.confirmResetPassword({
      username: "forgot@example.com",
      newPassword: `${PASSWORD}-new`,
      confirmationCode: await served.code("forgot@example.com"),
    });
    const { isSignedIn } = await auth.signIn({
      username: "forgot@example.com",
      password: `${PASSWORD}-new`,
    });
    assert.equal(isSignedIn, true);
    await auth.signOut();
  });

  it("signs in with a one-time code by mail", async () => {
    await signUp("otp@example.com");
    const { nextStep } = await auth.signIn({
      username: "otp@example.com",
      options: { authFlowType: "USER_AUTH", preferredChallenge: "EMAIL_OTP" },
    });
    assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
    const challengeResponse = await served.code("otp@example.com");
    const { isSignedIn } = await auth.confirmSignIn({ challengeResponse });
    assert.equal(isSignedIn, true);
    await auth.signOut();
  });

  it("has credentials of the identity pool for a signed-in user", async () => {
    await signUp("identity@example.com");
    await auth.signIn({ username: "identity@example.com", password: PASSWORD });
    const { credentials, identityId } = await auth.fetchAuthSession();
    assert.match(credentials?.accessKeyId ?? "", /^ASIA/);
    assert.match(identityId ?? "", new RegExp(`^${served.region}:`));
    await auth.signOut();
  });

  /** The code of an authenticator at the runtime's time (RFC 6238). */
  async function totp(secret: string): Promise<string> {
    const answer = await fetch(`${served.ready.control}/clock`);
    const { now } = (await answer.json()) as { now: string };
    return new TOTP({ secret }).generate({ timestamp: Date.parse(now) });
  }
});

function memoryStorage() {
  const items = new Map<string, string>();
  return {
    setItem: async (key: string, value: string) => void items.set(key, value),
    getItem: async (key: string) => items.get(key) ?? null,
    removeItem: async (key: string) => void items.delete(key),
    clear: async () => items.clear(),
  };
}
