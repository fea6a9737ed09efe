import { epochSeconds } from "../../clock.ts";
import { parseJsonObject } from "../../gateway/jwt/strict-json.ts";
import { isTriggerError } from "../errors.ts";
import { type ClientContext, issuerOf, type Metadata } from "../service.ts";
import { clientTokenClaims } from "../tokens.ts";
import { askMachineTokenChanges } from "../triggers/tokens.ts";
import type { Parameters } from "./parameters.ts";
import type { GrantAnswer } from "./token-answer.ts";

/** Issues a machine's access token (C46, C103). */
export async function clientCredentials(
  context: ClientContext,
  form: Parameters,
): Promise<GrantAnswer> {
  const { client } = context;
  if (client.secret === null || !client.oauthFlows.has("client_credentials")) {
    return { error: "unauthorized_client" };
  }
  const allowed = client.scopes.filter(isCustom);
  const requested = (form.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const granted = requested.length > 0 ? [...new Set(requested)] : allowed;
  if (granted.length === 0 || granted.some((scope) => !allowed.includes(scope))) {
    return { error: "invalid_scope" }; // C108
  }
  const clientMetadata = readMetadata(form.get("aws_client_metadata"));
  if (clientMetadata === null) return { error: "invalid_request" };
  try {
    return await issue({ ...context, clientMetadata }, granted.join(" "));
  } catch (error) {
    if (!isTriggerError(error)) throw error;
    return { error: "invalid_grant", error_description: error.message };
  }
}

async function issue(context: ClientContext, scope: string): Promise<GrantAnswer> {
  const { service, pool, client } = context;
  const changes = await askMachineTokenChanges(context, scope);
  const keys = await service.signing.keysOf(pool.id);
  const now = epochSeconds(service.clock);
  const claims = clientTokenClaims({ issuer: issuerOf(context), client, scope, now, changes });
  return {
    access_token: await keys.sign("access", claims),
    expires_in: client.lifetimes.access,
    token_type: "Bearer",
  };
}

/** What the form holds for the pool's function (C51): a JSON object of texts; null for anything else. */
function readMetadata(text: string | undefined): Metadata | undefined | null {
  if (text === undefined) return undefined;
  const object = parseJsonObject(text, true);
  const isMetadata = object && Object.values(object).every((value) => typeof value === "string");
  return isMetadata ? (object as Metadata) : null;
}

/** Only scopes of resource servers can be had without a user (C46). */
function isCustom(scope: string): boolean {
  return scope.includes("/");
}
