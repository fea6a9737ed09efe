import { randomBytes } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { renderLanding, renderProblem } from "./landing-page-html";
import { discoverSignIn } from "./sign-in-endpoints";

/**
 * The page a browser starts from and comes back to after signing in. It is public because a
 * redirect carries no token, and holds no data: the browser itself redeems the code (the `code` in
 * the query is neither read nor logged here) and calls the API with the token. Environment: ISSUER
 * and CLIENT_ID.
 */
export async function landingPage(event: APIGatewayProxyEventV2) {
  const { ISSUER: issuer, CLIENT_ID: clientId } = process.env;
  const nonce = randomBytes(16).toString("base64");
  const signIn = await discoverSignIn(issuer);
  if (signIn === undefined || clientId === undefined) {
    console.error("No sign-in endpoints", { issuer, clientId });
    return page(503, renderProblem(nonce), nonce, "'none'");
  }
  const { error, error_description: description } = event.queryStringParameters ?? {};
  const html = renderLanding({ nonce, clientId, signIn, error, description });
  return page(200, html, nonce, `'self' ${new URL(signIn.tokenEndpoint).origin}`);
}

/** An HTML answer that runs and shows nothing but its own script and style. */
function page(statusCode: number, body: string, nonce: string, connect: string) {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "img-src data:",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    statusCode,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy.join("; "),
      "cache-control": "no-store",
      "cross-origin-opener-policy": "same-origin",
      // The address may hold a code until the script removes it.
      "referrer-policy": "no-referrer",
      "strict-transport-security": "max-age=63072000",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    },
    body,
  };
}
