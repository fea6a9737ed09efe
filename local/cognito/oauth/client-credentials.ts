import { parseJsonObject } from "../../strict-json.ts";
import { isTriggerError } from "../../json-api/errors.ts";
import { issueMachineToken, machineScope } from "../tokens/machine-tokens.ts";
import type { ClientContext, Metadata } from "../service.ts";
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
  const requested = (form.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
  const scope = machineScope(client, requested);
  if (scope === undefined) return { error: "invalid_scope" }; // C108
  const clientMetadata = readMetadata(form.get("aws_client_metadata"));
  if (clientMetadata === null) return { error: "invalid_request" };
  try {
    const token = await issueMachineToken({ ...context, clientMetadata }, scope);
    return {
      access_token: token.accessToken,
      expires_in: token.expiresIn,
      token_type: "Bearer",
    };
  } catch (error) {
    if (!isTriggerError(error)) throw error;
    return { error: "invalid_grant", error_description: error.message };
  }
}

/** What the form holds for the pool's function (C51): a JSON object of texts; null for anything else. */
function readMetadata(text: string | undefined): Metadata | undefined | null {
  if (text === undefined) return undefined;
  const object = parseJsonObject(text, true);
  const isMetadata = object && Object.values(object).every((value) => typeof value === "string");
  return isMetadata ? (object as Metadata) : null;
}
