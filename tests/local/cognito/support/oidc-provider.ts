import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { START } from "./running-pools.ts";

/** What a test changes about the provider's answers. */
export interface OidcBehaviour {
  /** Claims over the usual ones; undefined leaves one out. */
  claims?: Record<string, unknown>;
  /** Instead of signing the ID token with the published key. */
  sign?: (claims: Record<string, unknown>) => Promise<string>;
  userInfo?: Record<string, unknown>;
  /** Instead of the usual token answer. */
  token?: { status: number; body: string };
  /** Members over the usual discovery document. */
  discovery?: Record<string, unknown>;
}

/** An OpenID provider on loopback. */
export interface OidcProvider {
  readonly issuer: string;
  readonly behaviour: OidcBehaviour;
  /** Forms that were posted to the token endpoint, and requests of userInfo as `METHOD authorization`. */
  readonly asked: readonly string[];
  /** Takes an authorize address as a browser would, signs in at once, and says where the browser goes. */
  authorize(location: string): string;
  close(): Promise<void>;
}

const SECOND = 1000;
// Made once: a key costs as long as many tests.
const keys = generateKeyPair("RS256");

/** Serves an OpenID provider that signs everybody in as `subject-1`. */
export async function serveOidcProvider(): Promise<OidcProvider> {
  const behaviour: OidcBehaviour = {};
  const asked: string[] = [];
  const nonces = new Map<string, string>();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey, publicKey } = await keys;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status = 200, body } = await bodyOf(request, Buffer.concat(chunks).toString());
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  }

  async function bodyOf(
    { url, method, headers }: IncomingMessage,
    posted: string,
  ): Promise<{ status?: number; body: string }> {
    if (url === "/.well-known/openid-configuration") {
      const document = {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/me`,
        jwks_uri: `${issuer}/keys`,
        ...behaviour.discovery,
      };
      return { body: JSON.stringify(document) };
    }
    if (url === "/keys") {
      const key = { ...(await exportJWK(publicKey)), kid: "one", alg: "RS256", use: "sig" };
      return { body: JSON.stringify({ keys: [key] }) };
    }
    if (url === "/me") {
      asked.push(`${method} ${headers.authorization}`);
      return { body: JSON.stringify(behaviour.userInfo ?? { sub: "subject-1" }) };
    }
    asked.push(posted);
    return behaviour.token ?? { body: await tokens(new URLSearchParams(posted)) };
  }

  async function tokens(form: URLSearchParams): Promise<string> {
    const now = START / SECOND;
    const claims = {
      iss: issuer,
      aud: form.get("client_id") ?? "",
      sub: "subject-1",
      email: "sam@example.com",
      nonce: nonces.get(form.get("code") ?? ""),
      iat: Math.floor(now),
      exp: Math.floor(now) + 300,
      ...behaviour.claims,
    };
    const signed = behaviour.sign
      ? await behaviour.sign(claims)
      : await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "one" }).sign(privateKey);
    return JSON.stringify({ token_type: "bearer", access_token: "at-1", id_token: signed });
  }

  return {
    issuer,
    behaviour,
    asked,
    authorize: (location) => {
      const { searchParams } = new URL(location);
      const code = `code-${nonces.size}`;
      nonces.set(code, searchParams.get("nonce") ?? "");
      const answer = new URLSearchParams({ code, state: searchParams.get("state") ?? "" });
      return `${searchParams.get("redirect_uri")}?${answer}`;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
