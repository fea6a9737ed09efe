import { createHash } from "node:crypto";
import { hashOf, isSameSecret } from "../../secrets.ts";
import { isReadable } from "../attributes/access.ts";
import type { ClientContext } from "../service.ts";
import { startSession } from "../tokens/sessions.ts";
import type { CodeContent } from "./grant.ts";
import type { Parameters } from "./parameters.ts";
import { type GrantAnswer, tokenAnswer } from "./token-answer.ts";

const INVALID_GRANT: GrantAnswer = { error: "invalid_grant" };

/**
 * Redeems an authorization code (C101). The store gives a code out once, whatever comes of it: a wrong verifier or
 * another client's attempt uses it up (O035, O052), and of many attempts at once one gets it (O054).
 */
export async function redeemCode(context: ClientContext, form: Parameters): Promise<GrantAnswer> {
  const { service, pool, client } = context;
  if (!client.oauthFlows.has("code")) return { error: "unauthorized_client" };
  const code = form.get("code");
  const redirectUri = form.get("redirect_uri");
  if (!code || !redirectUri) return { error: "invalid_request" };
  const taken = service.store.browser.takeCode(hashOf(code));
  if (!taken || taken.pool !== pool.id || taken.client !== client.id) return INVALID_GRANT;
  if (service.clock.now() >= taken.expires) return INVALID_GRANT; // O056
  const content = JSON.parse(taken.content) as CodeContent;
  if (redirectUri !== content.redirectUri) {
    return { error: "unauthorized_client", error_description: "invalid_redirect" }; // C107
  }
  if (!isVerifier(content.codeChallenge, form.get("code_verifier"))) return INVALID_GRANT;
  if (!mayReadScopes(context, content.scope)) return INVALID_GRANT;
  const user = service.store.users.bySub(pool.id, taken.sub);
  if (!user?.enabled) return INVALID_GRANT;
  const { scope, nonce, authTime, resource = null, changes } = content;
  const start = { user, scope, nonce, authTime, resource, changes, source: "domain" as const };
  return tokenAnswer(await startSession(context, { ...start, hasRefreshToken: true }));
}

/** A verifier exactly where a challenge was sent, and the one that fits (RFC 7636 4.6, O035–O037). */
function isVerifier(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier;
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  const hash = createHash("sha256").update(verifier).digest("base64url");
  return isSameSecret(hash, challenge);
}

const VERIFIED_BY_SCOPE: { readonly [scope: string]: string } = {
  email: "email_verified",
  phone: "phone_number_verified",
};

/** A client that asks for a scope whose attributes it may not read gets nothing (C105, C262). */
function mayReadScopes({ client }: ClientContext, scope: string): boolean {
  return scope.split(" ").every((name) => {
    const attribute = VERIFIED_BY_SCOPE[name];
    return attribute === undefined || isReadable(client, attribute);
  });
}
