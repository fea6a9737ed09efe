import { strict as assert } from "node:assert";
import * as idp from "@aws-sdk/client-cognito-identity-provider";
import { after, before, describe, it } from "mocha";
import Provider from "oidc-provider";
import { PageClient } from "../local/support/sign-in.ts";
import { administrator, clientFor, listen, startSignIn } from "./federation.ts";
import { type Served, serve } from "./support.ts";

/** oidc-provider with its own pages for sign-in and consent, which take any name. */
function provide(callback: string) {
  return listen((origin) =>
    new Provider(origin, {
      clients: [
        {
          client_id: "pool",
          client_secret: "secret-of-the-pool",
          redirect_uris: [callback],
          token_endpoint_auth_method: "client_secret_post",
        },
      ],
      cookies: { keys: ["for-tests-only"] },
      pkce: { required: () => false },
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
      findAccount: (_context: unknown, accountId: string) => ({
        accountId,
        claims: () => ({
          sub: accountId,
          email: `${accountId}@corp.example`,
          email_verified: true,
          name: "Sam Corp",
        }),
      }),
    }).callback(),
  );
}

describe("oidc-provider as a pool's identity provider", () => {
  let served: Served;
  let corp: Awaited<ReturnType<typeof provide>>;
  let clientId: string;

  before(async () => {
    served = await serve(["--issuer", "local"]);
    corp = await provide(`${served.endpoint}/oauth2/idpresponse`);
    await administrator(served).send(
      new idp.CreateIdentityProviderCommand({
        UserPoolId: served.userPoolId,
        ProviderName: "Corp",
        ProviderType: "OIDC",
        ProviderDetails: {
          client_id: "pool",
          client_secret: "secret-of-the-pool",
          authorize_scopes: "openid email profile",
          oidc_issuer: corp.origin,
          attributes_request_method: "GET",
        },
        AttributeMapping: { email: "email", email_verified: "email_verified", name: "name" },
      }),
    );
    clientId = await clientFor(served, "Corp");
  });
  after(async () => {
    await served.stop();
    corp.close();
  });

  it("C22, C290, C292: signs its user in, by discovery, code, ID token and userInfo", async () => {
    const { pages, sentTo, finish } = await startSignIn(served, clientId);
    const provider = new PageClient();
    const signIn = await provider.get(sentTo);
    const consent = await provider.submit(signIn, { prompt: "login", login: "sam", password: "x" });
    const back = await provider.submit(consent, { prompt: "consent" });
    const landed = await pages.get(back.url);
    const claims = await finish(landed.url);
    assert.deepEqual(
      [claims["email"], claims["email_verified"], claims["name"], claims["cognito:username"]],
      ["sam@corp.example", true, "Sam Corp", "Corp_sam"],
    );
    const [identity] = claims["identities"] as { readonly [member: string]: string }[];
    assert.deepEqual(
      [identity?.["userId"], identity?.["providerName"], identity?.["issuer"]],
      ["sam", "Corp", corp.origin],
    );
  });

  it("C84: leads to the client when the user aborts at the provider", async () => {
    const { pages, sentTo } = await startSignIn(served, clientId);
    const provider = new PageClient();
    const signIn = await provider.get(sentTo);
    const abort = /href="([^"]*\/abort)"/.exec(signIn.body)?.[1] ?? "";
    const back = await provider.get(new URL(abort, signIn.url).href);
    const { searchParams } = new URL((await pages.get(back.url)).url);
    assert.equal(searchParams.get("error"), "access_denied");
    assert.equal(searchParams.get("code"), null);
  });
});
