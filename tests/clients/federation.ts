import { strict as assert } from "node:assert";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import * as idp from "@aws-sdk/client-cognito-identity-provider";
import * as oidc from "openid-client";
import { PageClient } from "../local/support/sign-in.ts";
import type { Served } from "./support.ts";

export const CALLBACK = "http://localhost:8080/callback";
export const SIGNED_OUT = "http://localhost:8080/";

/** A server on a free port of this machine, whose answers may depend on its own address. */
export async function listen(listenerAt: (origin: string) => RequestListener) {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on("request", listenerAt(origin));
  return {
    origin,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The API of the pool, as an administrator has it. */
export function administrator(served: Served): idp.CognitoIdentityProviderClient {
  return new idp.CognitoIdentityProviderClient({
    region: served.region,
    endpoint: served.endpoint,
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" },
  });
}

/** Makes a client of the pool that offers one provider. @returns its id */
export async function clientFor(served: Served, provider: string): Promise<string> {
  const { UserPoolClient } = await administrator(served).send(
    new idp.CreateUserPoolClientCommand({
      UserPoolId: served.userPoolId,
      ClientName: `by-${provider}`,
      SupportedIdentityProviders: [provider],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email", "profile"],
      CallbackURLs: [CALLBACK],
      LogoutURLs: [SIGNED_OUT],
    }),
  );
  assert.ok(UserPoolClient?.ClientId);
  return UserPoolClient.ClientId;
}

/** A sign-in that waits at the provider. */
export interface AtProvider {
  readonly pages: PageClient;
  /** The provider's address that the browser was sent to. */
  readonly sentTo: string;
  /** Redeems what the browser lands on. @returns the claims of the ID token */
  finish(landedOn: string): Promise<oidc.IDToken>;
}

/** Starts a sign-in of openid-client; a client with one provider goes there without a page. */
export async function startSignIn(served: Served, clientId: string): Promise<AtProvider> {
  const execute = [oidc.allowInsecureRequests];
  const issuer = new URL(served.issuer);
  const config = await oidc.discovery(issuer, clientId, undefined, undefined, { execute });
  const kept = {
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: "openid email profile",
    code_challenge: await oidc.calculatePKCECodeChallenge(kept.pkceCodeVerifier),
    code_challenge_method: "S256",
    state: kept.expectedState,
    nonce: kept.expectedNonce,
  });
  const pages = new PageClient();
  const { url: sentTo } = await pages.get(url.href);
  return {
    pages,
    sentTo,
    async finish(landedOn) {
      const tokens = await oidc.authorizationCodeGrant(config, new URL(landedOn), kept);
      const claims = tokens.claims();
      assert.ok(claims);
      return claims;
    },
  };
}
