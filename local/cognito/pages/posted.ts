import { type Exchange, FORM_BYTES, mediaType, readBody, utf8 } from "../../exchange.ts";
import { type Parameters, readParameters } from "../oauth/parameters.ts";
import { refusal } from "./error.ts";
import type { PageContent } from "./frame.ts";

/** The posted form, or the page that refuses it (O082). */
export async function readPosted(
  { request }: Exchange,
  limit = FORM_BYTES,
): Promise<Parameters | PageContent> {
  const body = await readBody(request, limit);
  if (body === undefined) return refusal(413, "The form is too large.");
  const text = mediaType(request) === "application/x-www-form-urlencoded" ? utf8(body) : undefined;
  const form = text === undefined ? undefined : readParameters(text);
  if (!form || form.isMalformed || form.repeated.size > 0)
    return refusal(400, "The form is not valid.");
  return form;
}
