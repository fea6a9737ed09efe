import { ServiceError } from "../../json-api/errors.ts";
import type { Parameters } from "../oauth/parameters.ts";
import type { PoolContext } from "../service.ts";
import { confirmSignUp } from "../sign-up/sign-up.ts";
import { alert, notice } from "./fields.ts";
import type { PageContent } from "./frame.ts";
import { html } from "./html.ts";

/** Whether the address is the one of a confirmation mail (C90). */
export function isConfirmationLink(path: string, parameters: Parameters): boolean {
  return path === "/confirmUser" && parameters.get("confirmation_code") !== undefined;
}

/** Confirms by link: no form, no redirect, no sign-in (C90). */
export async function confirmByLink(
  context: PoolContext,
  parameters: Parameters,
): Promise<PageContent> {
  const client = context.pool.clients.get(parameters.get("client_id") ?? "");
  try {
    if (!client) throw new ServiceError("InvalidParameterException", "The link is not valid.");
    await confirmSignUp(
      { ...context, client },
      {
        username: parameters.get("user_name") ?? "",
        code: parameters.get("confirmation_code") ?? "",
        isForced: false,
      },
    );
    const body = html`${notice("Your registration has been confirmed!")}`;
    return { status: 200, heading: "Confirm your account", body };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { status: 400, heading: "Confirm your account", body: html`${alert(error.message)}` };
  }
}
