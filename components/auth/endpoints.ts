import * as pulumi from "@pulumi/pulumi";
import { type ClientOfUsers, scopesOf } from "./app-client";

/**
 * The addresses of OpenID Connect and OAuth that clients call, as the discovery document names them.
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export interface OpenIdEndpoints {
  /** The `iss` claim of the tokens. */
  readonly issuer: string;
  /** The document that names the others. */
  readonly discovery: string;
  /** The keys that tokens are signed with. */
  readonly jwks: string;
  readonly authorize: string;
  readonly token: string;
  readonly userInfo: string;
  readonly revoke: string;
  readonly logout: string;
}

/** The endpoints of a pool, by its issuer and the address of its pages. */
export function openIdEndpoints(
  issuer: pulumi.Input<string>,
  domain: pulumi.Input<string>,
): pulumi.Output<OpenIdEndpoints> {
  return pulumi.all([issuer, domain]).apply(([iss, pages]) => ({
    issuer: iss,
    discovery: `${iss}/.well-known/openid-configuration`,
    jwks: `${iss}/.well-known/jwks.json`,
    authorize: `${pages}/oauth2/authorize`,
    token: `${pages}/oauth2/token`,
    userInfo: `${pages}/oauth2/userInfo`,
    revoke: `${pages}/oauth2/revoke`,
    logout: `${pages}/logout`,
  }));
}

/** A client and where its pages are. */
export interface PageArgs {
  readonly domain: pulumi.Input<string>;
  readonly clientId: pulumi.Input<string>;
  readonly client: ClientOfUsers;
}

/**
 * Link to the sign-in page that comes back to the client's first callback URL. An application adds
 * its own `state` and `code_challenge`, which no link can hold.
 */
export function signInLink({ domain, clientId, client }: PageArgs): pulumi.Output<string> {
  const [callbackUrl = ""] = client.callbackUrls;
  return link(domain, "/oauth2/authorize", {
    client_id: clientId,
    response_type: "code",
    scope: scopesOf(client).join(" "),
    redirect_uri: callbackUrl,
  });
}

/** Link that ends the session of the pages and comes back to the client's first sign-out URL. */
export function signOutLink({ domain, clientId, client }: PageArgs): pulumi.Output<string> {
  const [logoutUrl = ""] = client.logoutUrls ?? [];
  return link(domain, "/logout", { client_id: clientId, logout_uri: logoutUrl });
}

function link(
  domain: pulumi.Input<string>,
  path: string,
  query: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<string> {
  return pulumi
    .all([domain, pulumi.output(query)])
    .apply(
      ([pages, parameters]) => `${pages}${path}?${new URLSearchParams(parameters).toString()}`,
    );
}
