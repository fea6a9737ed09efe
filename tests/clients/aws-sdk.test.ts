import { strict as assert } from "node:assert";
import { createHmac } from "node:crypto";
import * as identity from "@aws-sdk/client-cognito-identity";
import * as idp from "@aws-sdk/client-cognito-identity-provider";
import { after, before, describe, it } from "mocha";
import { PASSWORD, type Served, serve } from "./support.ts";

const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" };

describe("AWS SDK v3, with the endpoint set", () => {
  let served: Served;
  let client: idp.CognitoIdentityProviderClient;
  let ClientId: string;

  before(async () => {
    served = await serve();
    client = new idp.CognitoIdentityProviderClient({
      region: served.region,
      endpoint: served.endpoint,
      credentials,
    });
    ClientId = served.client("open").id;
  });
  after(() => served.stop());

  const signUp = async (address: string): Promise<void> => {
    const UserAttributes = [{ Name: "email", Value: address }];
    await client.send(
      new idp.SignUpCommand({ ClientId, Username: address, Password: PASSWORD, UserAttributes }),
    );
    const ConfirmationCode = await served.code(address);
    await client.send(
      new idp.ConfirmSignUpCommand({ ClientId, Username: address, ConfirmationCode }),
    );
  };
  const signIn = (USERNAME: string, password = PASSWORD) =>
    client.send(
      new idp.InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD: password },
      }),
    );

  it("signs up, confirms by the code of the mail, signs in, and reads the user", async () => {
    await signUp("sdk@example.com");
    const { AuthenticationResult } = await signIn("sdk@example.com");
    assert.equal(AuthenticationResult?.ExpiresIn, 3600);
    assert.equal(AuthenticationResult.TokenType, "Bearer");
    const { AccessToken } = AuthenticationResult;
    const user = await client.send(new idp.GetUserCommand({ AccessToken }));
    const email = user.UserAttributes?.find(({ Name }) => Name === "email");
    assert.equal(email?.Value, "sdk@example.com");
  });

  it("gets AWS's exceptions as its own classes", async () => {
    await signUp("wrong@example.com");
    await assert.rejects(
      signIn("wrong@example.com", "Wrong-Horse-42!!"),
      (error) =>
        error instanceof idp.NotAuthorizedException &&
        error.message === "Incorrect username or password." &&
        error.$metadata.httpStatusCode === 400,
    );
    await assert.rejects(
      client.send(
        new idp.ConfirmSignUpCommand({
          ClientId,
          Username: "wrong@example.com",
          ConfirmationCode: "000000",
        }),
      ),
      idp.CognitoIdentityProviderServiceException,
    );
  });

  it("administers users, and pages through them", async () => {
    const UserPoolId = served.userPoolId;
    for (const name of ["a", "b", "c"]) {
      await client.send(
        new idp.AdminCreateUserCommand({
          UserPoolId,
          Username: `${name}@admin.example.com`,
          MessageAction: "SUPPRESS",
          TemporaryPassword: PASSWORD,
        }),
      );
    }
    const found: (string | undefined)[] = [];
    const Filter = 'email ^= "a@admin"';
    const pages = idp.paginateListUsers({ client, pageSize: 1 }, { UserPoolId, Filter });
    for await (const { Users } of pages) {
      found.push(
        ...(Users ?? []).map(
          (user) => user.Attributes?.find(({ Name }) => Name === "email")?.Value,
        ),
      );
    }
    assert.deepEqual(found, ["a@admin.example.com"]);
    await client.send(
      new idp.AdminSetUserPasswordCommand({
        UserPoolId,
        Username: "b@admin.example.com",
        Password: `${PASSWORD}-b`,
        Permanent: true,
      }),
    );
    const { AuthenticationResult } = await signIn("b@admin.example.com", `${PASSWORD}-b`);
    assert.ok(AuthenticationResult?.RefreshToken);
  });

  it("signs a server's users in, with the secret hash", async () => {
    await signUp("server@example.com");
    const { id, secret } = served.client("closed");
    const SECRET_HASH = createHmac("sha256", secret ?? "")
      .update(`server@example.com${id}`)
      .digest("base64");
    const request = {
      UserPoolId: served.userPoolId,
      ClientId: id,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH" as const,
      AuthParameters: { USERNAME: "server@example.com", PASSWORD, SECRET_HASH },
    };
    const { AuthenticationResult } = await client.send(new idp.AdminInitiateAuthCommand(request));
    assert.ok(AuthenticationResult?.AccessToken);
    const { USERNAME, PASSWORD: password } = request.AuthParameters;
    await assert.rejects(
      client.send(
        new idp.AdminInitiateAuthCommand({
          ...request,
          AuthParameters: { USERNAME, PASSWORD: password },
        }),
      ),
      idp.NotAuthorizedException,
    );
  });

  it("refreshes, signs out everywhere, and is refused afterwards", async () => {
    await signUp("out@example.com");
    const { AuthenticationResult: first } = await signIn("out@example.com");
    const refresh = () =>
      client.send(
        new idp.InitiateAuthCommand({
          ClientId,
          AuthFlow: "REFRESH_TOKEN_AUTH",
          AuthParameters: { REFRESH_TOKEN: first?.RefreshToken ?? "" },
        }),
      );
    assert.ok((await refresh()).AuthenticationResult?.IdToken);
    await client.send(new idp.GlobalSignOutCommand({ AccessToken: first?.AccessToken }));
    await assert.rejects(refresh(), idp.NotAuthorizedException);
  });

  it("exchanges an ID token for credentials of the identity pool", async () => {
    await signUp("identity@example.com");
    const { AuthenticationResult } = await signIn("identity@example.com");
    const { region, endpoint, identityPoolId: IdentityPoolId, userPoolId } = served;
    const pools = new identity.CognitoIdentityClient({ region, endpoint, credentials });
    const Logins = {
      [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: AuthenticationResult?.IdToken ?? "",
    };
    const { IdentityId } = await pools.send(new identity.GetIdCommand({ IdentityPoolId, Logins }));
    const { Credentials } = await pools.send(
      new identity.GetCredentialsForIdentityCommand({ IdentityId, Logins }),
    );
    assert.match(Credentials?.AccessKeyId ?? "", /^ASIA/);
    assert.ok(Credentials?.Expiration instanceof Date);
    await assert.rejects(
      pools.send(new identity.GetIdCommand({ IdentityPoolId })),
      identity.NotAuthorizedException,
    );
  });
});
