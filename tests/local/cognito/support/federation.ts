import assert from "node:assert/strict";
import type { Graph, Properties, Resource } from "../../../../local/program/graph.ts";
import { Browser, flowQuery, type Loaded, requestToken, VERIFIER } from "./browser.ts";
import { CALLBACK, client, domain, graphOf, pool, POOL_ID, resource, WEB_ID } from "./graph.ts";
import { decodeUnverified, type Loose } from "./json-api.ts";
import type { RunningPools } from "./running-pools.ts";

/** A provider as the recorder would give it. */
export function provider(name: string, inputs: Properties = {}): Resource {
  return resource("aws:cognito/identityProvider:IdentityProvider", `provider-${name}`, {
    id: `${POOL_ID}:${name}`,
    inputs: {
      userPoolId: POOL_ID,
      providerName: name,
      providerType: name,
      attributeMapping: { email: "email", name: "name", username: "sub" },
      ...inputs,
    },
  });
}

export const google = provider("Google", {
  providerDetails: {
    client_id: "google-client",
    client_secret: "google-secret",
    authorize_scopes: "openid email profile",
  },
  attributeMapping: {
    email: "email",
    email_verified: "email_verified",
    name: "name",
    username: "sub",
  },
});

/** A pool whose client offers its own users and these providers. */
export function federatedGraph(
  providers: readonly Resource[],
  inputs: { readonly pool?: Properties; readonly client?: Properties } = {},
): Graph {
  const names = providers.map((one) => one.inputs["providerName"] ?? "");
  return graphOf(
    pool(inputs.pool),
    domain(),
    ...providers,
    client({ supportedIdentityProviders: ["COGNITO", ...names], ...inputs.client }),
  );
}

/** Goes to a provider that the stand-in answers for. @returns the stand-in's address */
export async function toStandIn(browser: Browser, query: string): Promise<string> {
  const { location } = await browser.load(`/oauth2/authorize?${query}`);
  const url = new URL(location);
  assert.equal(url.pathname, "/stand-in");
  const { status } = await browser.load(location);
  assert.equal(status, 200);
  return url.pathname + url.search;
}

/** Signs in at the stand-in as somebody. @returns what the client gets */
export async function signInAtStandIn(
  pools: Pick<RunningPools, "origin">,
  name: string,
  fields: Record<string, string> = { person: "ada@example.com" },
  browser = new Browser(pools),
): Promise<Loaded> {
  const address = await toStandIn(browser, flowQuery({ identity_provider: name }));
  const { location } = await browser.post(address, fields);
  return browser.load(location);
}

/** Parameters that the client was sent back with. */
export function sentBack({ location }: Pick<Loaded, "location">): Record<string, string> {
  assert.ok(location.startsWith(`${CALLBACK}?`), location);
  return Object.fromEntries(new URL(location).searchParams);
}

/** Redeems the code that the client was sent back with. */
export async function tokensOf(
  pools: Pick<RunningPools, "origin">,
  loaded: Loaded,
): Promise<{ id: Loose; access: Loose; refreshToken: string }> {
  const { code = "" } = sentBack(loaded);
  const { body } = await requestToken(pools, {
    grant_type: "authorization_code",
    client_id: WEB_ID,
    redirect_uri: CALLBACK,
    code,
    code_verifier: VERIFIER,
  });
  return {
    id: decodeUnverified(body["id_token"]),
    access: decodeUnverified(body["access_token"]),
    refreshToken: body["refresh_token"],
  };
}
