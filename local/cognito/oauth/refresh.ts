import { isTriggerError, ServiceError } from "../../json-api/errors.ts";
import type { ClientContext } from "../service.ts";
import { refreshSession } from "../tokens/sessions.ts";
import type { Parameters } from "./parameters.ts";
import { type GrantAnswer, tokenAnswer } from "./token-answer.ts";

/** Refreshes by refresh token; a `scope` parameter changes nothing (C102). */
export async function refresh(context: ClientContext, form: Parameters): Promise<GrantAnswer> {
  const token = form.get("refresh_token");
  if (!token) return { error: "invalid_request" };
  try {
    return tokenAnswer(await refreshSession(context, token));
  } catch (error) {
    if (isTriggerError(error)) return { error: "invalid_grant", error_description: error.message };
    // Whatever is wrong with the token has one name here (C37, C105).
    if (error instanceof ServiceError) return { error: "invalid_grant" };
    throw error;
  }
}
