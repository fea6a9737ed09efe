import { epochSeconds } from "../../clock.ts";
import { type ClientContext, issuerOf } from "../service.ts";
import { clientTokenClaims } from "../tokens.ts";
import type { Parameters } from "./parameters.ts";
import type { GrantAnswer } from "./token-answer.ts";

/** Issues a machine's access token (C46, C103). */
export async function clientCredentials(
  context: ClientContext,
  form: Parameters,
): Promise<GrantAnswer> {
  const { service, pool, client } = context;
  if (client.secret === null || !client.oauthFlows.has("client_credentials")) {
    return { error: "unauthorized_client" };
  }
  const allowed = client.scopes.filter(isCustom);
  const requested = (form.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const granted = requested.length > 0 ? [...new Set(requested)] : allowed;
  if (granted.length === 0 || granted.some((scope) => !allowed.includes(scope))) {
    return { error: "invalid_scope" }; // C108
  }
  const keys = await service.signing.keysOf(pool.id);
  const now = epochSeconds(service.clock);
  const claims = clientTokenClaims({
    issuer: issuerOf(context),
    client,
    scope: granted.join(" "),
    now,
  });
  return {
    access_token: await keys.sign("access", claims),
    expires_in: client.lifetimes.access,
    token_type: "Bearer",
  };
}

/** Only scopes of resource servers can be had without a user (C46). */
function isCustom(scope: string): boolean {
  return scope.includes("/");
}
