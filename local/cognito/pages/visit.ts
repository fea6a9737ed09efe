import type { Exchange } from "../../exchange.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import { signedInBrowser, startBrowserSession } from "../oauth/browser-session.ts";
import { clearCookie } from "../oauth/cookies.ts";
import { errorForClient, grantLocation, grantOrRefusal } from "../oauth/grant.ts";
import type { Parameters } from "../oauth/parameters.ts";
import type { ClientContext } from "../service.ts";
import type { User } from "../tables/users.ts";
import { postAuthentication } from "../triggers/sign-in.ts";
import type { PageContent } from "./frame.ts";

/** A visit to a page of a flow that was checked: who asks, for which client, on the way to where. */
export interface Visit {
  readonly context: ClientContext;
  readonly request: AuthorizeRequest;
  readonly exchange: Exchange;
  /** The flow's query, as it came. */
  readonly query: string;
  /** Value for the hidden `_csrf` of forms. */
  readonly csrf: string;
}

/** What a page answers: itself, or where to go. */
export type PageAnswer =
  | (PageContent & { readonly cookies?: readonly string[] })
  | { readonly location: string; readonly cookies?: readonly string[] };

/** One page. */
export interface Page {
  show(visit: Visit): PageAnswer | Promise<PageAnswer>;
  submit(visit: Visit, form: Parameters): PageAnswer | Promise<PageAnswer>;
}

/** Another page of the same flow. */
export function pageAddress(visit: Visit, path: string): string {
  return `${path}?${visit.query}`;
}

/**
 * Signs the browser in, in place of whoever was (checklist 7.2.4), and sends it on with a code or tokens.
 * @param next a page of the flow that comes before
 * @throws ServiceError what a trigger of the pool refuses
 */
export async function signInBrowser(visit: Visit, user: User, next?: string): Promise<PageAnswer> {
  const { context, request, exchange } = visit;
  await postAuthentication(context, user);
  const { browser, cookie } = startBrowserSession(context, exchange.request, { user });
  const location = next ?? (await grantLocation(context, request, browser));
  return { location, cookies: [cookie, clearCookie(context, "page-data")] };
}

/**
 * Sends a browser on that is signed in already, unless the client wants to see the form, and one that is not where the
 * client wants no page (C73, C76): as authorize does (C89).
 */
export async function passSignedIn({
  context,
  request,
  exchange,
}: Visit): Promise<PageAnswer | undefined> {
  if (request.prompts.has("login")) return undefined;
  const browser = signedInBrowser(context, exchange.request);
  if (browser) return { location: await grantOrRefusal(context, request, browser) };
  return request.prompts.has("none")
    ? { location: errorForClient(request, { error: "login_required" }) }
    : undefined;
}
