import { strict as assert } from "node:assert";
import * as cognito from "amazon-cognito-identity-js";
import { after, before, describe, it } from "mocha";
import { PASSWORD, type Served, serve } from "./support.ts";

describe("amazon-cognito-identity-js, with the endpoint set", () => {
  let served: Served;
  let pool: cognito.CognitoUserPool;

  before(async () => {
    served = await serve();
    pool = new cognito.CognitoUserPool({
      UserPoolId: served.userPoolId,
      ClientId: served.client("open").id,
      endpoint: served.endpoint,
    });
  });
  after(() => served.stop());

  const userOf = (Username: string) => new cognito.CognitoUser({ Username, Pool: pool });
  const signUp = async (address: string): Promise<cognito.CognitoUser> => {
    const email = new cognito.CognitoUserAttribute({ Name: "email", Value: address });
    await new Promise<void>((resolve, reject) =>
      pool.signUp(address, PASSWORD, [email], [], (error) => (error ? reject(error) : resolve())),
    );
    const user = userOf(address);
    const code = await served.code(address);
    await new Promise<void>((resolve, reject) =>
      user.confirmRegistration(code, false, (error: unknown) =>
        error ? reject(error as Error) : resolve(),
      ),
    );
    return user;
  };
  const authenticate = (user: cognito.CognitoUser, Password: string, Username: string) =>
    new Promise<cognito.CognitoUserSession>((resolve, reject) =>
      user.authenticateUser(new cognito.AuthenticationDetails({ Username, Password }), {
        onSuccess: resolve,
        onFailure: reject,
      }),
    );

  it("signs up, confirms, and signs in by SRP", async () => {
    const user = await signUp("js@example.com");
    const session = await authenticate(user, PASSWORD, "js@example.com");
    assert.equal(session.getIdToken().payload["email"], "js@example.com");
    assert.equal(session.getAccessToken().payload["token_use"], "access");
    await assert.rejects(
      authenticate(userOf("js@example.com"), "Wrong-Horse-42!!", "js@example.com"),
      (error: { code?: string; message?: string }) =>
        error.code === "NotAuthorizedException" &&
        error.message === "Incorrect username or password.",
    );
  });

  it("refreshes the session, changes the password, and deletes the user", async () => {
    const user = await signUp("change@example.com");
    const session = await authenticate(user, PASSWORD, "change@example.com");
    const refreshed = await new Promise<cognito.CognitoUserSession>((resolve, reject) =>
      user.refreshSession(session.getRefreshToken(), (error: Error | null, result) =>
        error ? reject(error) : resolve(result as cognito.CognitoUserSession),
      ),
    );
    assert.ok(refreshed.isValid());
    const changed = await new Promise<string | undefined>((resolve, reject) =>
      user.changePassword(PASSWORD, `${PASSWORD}-2`, (error, result) =>
        error ? reject(error) : resolve(result),
      ),
    );
    assert.equal(changed, "SUCCESS");
    await authenticate(userOf("change@example.com"), `${PASSWORD}-2`, "change@example.com");
    const deleted = await new Promise<string | undefined>((resolve, reject) =>
      user.deleteUser((error, result) => (error ? reject(error) : resolve(result))),
    );
    assert.equal(deleted, "SUCCESS");
    await assert.rejects(
      authenticate(userOf("change@example.com"), `${PASSWORD}-2`, "change@example.com"),
      (error: { code?: string }) => error.code === "UserNotFoundException",
    );
  });

  it("resets a forgotten password by the code of the mail", async () => {
    const user = await signUp("forgot@example.com");
    await new Promise<void>((resolve, reject) =>
      user.forgotPassword({
        onSuccess: () => resolve(),
        onFailure: reject,
        inputVerificationCode: () => resolve(),
      }),
    );
    const code = await served.code("forgot@example.com");
    await new Promise<void>((resolve, reject) =>
      user.confirmPassword(code, `${PASSWORD}-new`, {
        onSuccess: () => resolve(),
        onFailure: reject,
      }),
    );
    const session = await authenticate(user, `${PASSWORD}-new`, "forgot@example.com");
    assert.ok(session.isValid());
  });
});
