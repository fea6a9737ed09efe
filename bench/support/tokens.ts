import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

export const ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Bench0001";

/** Claims as Cognito puts them into an access token; with its signature about 1.2 kB. */
export function accessClaims(issuer: string, clientId: string, scope: string) {
  const now = Math.floor(Date.now() / 1000);
  const sub = randomUUID();
  return {
    sub,
    "cognito:groups": ["customers", "readers", "early-access"],
    iss: issuer,
    version: 2,
    client_id: clientId,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: "access",
    scope,
    auth_time: now,
    exp: now + 3_600,
    iat: now,
    jti: randomUUID(),
    username: sub,
  };
}

/** A key of ours, published, and a token signed with it. */
export interface Signed {
  readonly accessToken: string;
  readonly jwks: { readonly keys: readonly JWK[] };
}

/** Makes a key and signs one access token of {@link ISSUER}. */
export async function signAccessToken(): Promise<Signed> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const header = { alg: "RS256", kid: "bench" };
  const claims = accessClaims(ISSUER, "client", "openid email orders/read");
  const accessToken = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  return {
    accessToken,
    jwks: { keys: [{ ...(await exportJWK(publicKey)), ...header, use: "sig" }] },
  };
}

interface KeySetServer {
  readonly url: string;
  readonly server: Server;
  /** How often the keys were asked for. */
  readonly fetches: () => number;
}

/** Serves a key set on loopback. */
export async function serveKeySet(jwks: object): Promise<KeySetServer> {
  let fetches = 0;
  const server = createServer((_, response) => {
    fetches += 1;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/jwks.json`, server, fetches: () => fetches };
}
